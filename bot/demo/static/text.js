// Slack's mrkdwn as nodes. Only what a message may carry: emphasis, code, quotes, links, mentions, dates.

import { h } from "./dom.js";
import { channelOf, personOf, store } from "./store.js";
import { moment } from "./time.js";

const unescape = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A text object, or a bare string, as nodes. */
export function textOf(object) {
  if (!object) return [];
  if (typeof object === "string") return [object];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [object.text];
}

/** The words of a text object without any marks, for names and labels. */
export const plainOf = (object) => (typeof object === "string" ? object : object?.text || "");

/** A link that leaves the page only for the web. */
export function link(url, words) {
  const safe = /^(https?:|mailto:)/i.test(url);
  return safe ? h("a", { href: url, target: "_blank", rel: "noreferrer noopener", text: words || url }) : h("span", { text: words || url });
}

export function mention(id) {
  const name = id === store.data?.bot.id ? store.data.bot.name : personOf(id)?.name || id;
  return h("span", { class: id === store.me ? "mention mine" : "mention", text: `@${name}` });
}

export const place = (id, name) => h("span", { class: "mention", text: `#${channelOf(id)?.name || name || id}` });

/** Text with Slack's marks. */
export function mrkdwn(text) {
  const nodes = [];
  const pieces = text.split(/```([\s\S]*?)```/);
  pieces.forEach((piece, index) => {
    if (index % 2) nodes.push(h("pre", { class: "code", text: unescape(piece.replace(/^\n/, "")) }));
    else if (piece) nodes.push(...lines(piece));
  });
  return nodes;
}

function lines(text) {
  const nodes = [];
  let quote = [];
  const close = () => {
    if (quote.length) nodes.push(h("blockquote", {}, quote.map((line, index) => [index ? h("br") : null, inline(line)])));
    quote = [];
  };
  text.split("\n").forEach((line, index, all) => {
    const quoted = /^(&gt;|>) ?/.exec(line);
    if (quoted) quote.push(line.slice(quoted[0].length));
    else {
      const after = quote.length > 0;
      close();
      if (index && !after) nodes.push("\n");
      nodes.push(...inline(line));
    }
    if (index === all.length - 1) close();
  });
  return nodes;
}

const MARKS = [
  [/`([^`\n]+)`/, (words) => h("code", { text: unescape(words) })],
  [/<([^<>\n]+)>/, angle],
  [/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/, (words) => h("strong", {}, inline(words))],
  [/(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/, (words) => h("em", {}, inline(words))],
  [/(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/, (words) => h("s", {}, inline(words))],
];

function inline(text) {
  let first = null;
  for (const [pattern, make] of MARKS) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return text ? [unescape(text)] : [];
  const { found, make } = first;
  const before = text.slice(0, found.index);
  return [...(before ? [unescape(before)] : []), make(found[1]), ...inline(text.slice(found.index + found[0].length))];
}

function angle(inside) {
  const [target, label = ""] = inside.split("|");
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return place(target.slice(1), label);
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) return moment(Number(date[1]), unescape(date[2]));
  if (target.startsWith("!")) return h("span", { class: "mention", text: `@${label || target.slice(1).split("^")[0]}` });
  return link(unescape(target), unescape(label));
}
