// The words of a card: Teams' small share of markdown, dates in the reader's own zone, mentions. Nodes only, never HTML.

import { h } from "./dom.js";
import { zone } from "./store.js";
import { link } from "./text.js";

const FORMS = {
  SHORT: { weekday: "short", month: "short", day: "numeric", year: "numeric" },
  LONG: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  COMPACT: { month: "numeric", day: "numeric", year: "numeric" },
};
const TIME = { hour: "numeric", minute: "2-digit" };

/** "{{DATE(…, SHORT)}}" and "{{TIME(…)}}" in the zone of who reads; whatever is no such thing stays as it is. */
export function localized(text) {
  return text.replace(/\{\{(DATE|TIME)\(([^),\s]+)(?:,\s*(SHORT|LONG|COMPACT))?\)\}\}/g, (all, what, iso, form) => {
    const at = Date.parse(iso);
    if (Number.isNaN(at)) return all;
    const options = what === "TIME" ? TIME : FORMS[form || "COMPACT"];
    return new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options }).format(at);
  });
}

const MARKS = [
  [/\[([^\]\n]+)\]\(([^)\s]+)\)/, (found) => link(found[2], found[1])],
  [/\*\*(\S(?:[^*\n]*\S)?)\*\*/, (found, names) => h("strong", {}, inline(found[1], names))],
  [/__(\S(?:[^_\n]*\S)?)__/, (found, names) => h("strong", {}, inline(found[1], names))],
  [/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/, (found, names) => h("em", {}, inline(found[1], names))],
  [/(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/, (found, names) => h("em", {}, inline(found[1], names))],
  [/<at>([^<]+)<\/at>/, (found, names) => (names.includes(found[0]) ? h("span", { class: "mention", text: found[1] }) : found[0])],
];

/** Messages know code as well, cards do not. */
export const MESSAGE_MARKS = [[/`([^`\n]+)`/, (found) => h("code", { text: found[1] })], ...MARKS];

/** One line with its marks; `names` are the mentions that are ones. */
export function inline(text, names = [], marks = MARKS) {
  let first = null;
  for (const [pattern, make] of marks) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return text ? [text] : [];
  const { found, make } = first;
  const after = text.slice(found.index + found[0].length);
  return [...inline(text.slice(0, found.index), names, marks), make(found, names), ...inline(after, names, marks)];
}

const ITEM = /^\s*(?:([-*])|(\d+)\.)\s+(.*)$/;

/** Text with line breaks, paragraphs and lists. */
export function markdown(text, names = [], marks = MARKS) {
  const nodes = [];
  let list = null;
  for (const line of localized(text).split(/\r\n|\r|\n/)) {
    const item = ITEM.exec(line);
    if (!item) {
      if (nodes.length && !list) nodes.push(h("br"));
      list = null;
      nodes.push(...inline(line, names, marks));
      continue;
    }
    const tag = item[1] ? "ul" : "ol";
    if (list?.localName !== tag) nodes.push(list = h(tag, { class: "list", start: item[2] !== undefined && item[2] !== "1" ? item[2] : undefined }));
    list.append(h("li", {}, inline(item[3], names, marks)));
  }
  return nodes;
}
