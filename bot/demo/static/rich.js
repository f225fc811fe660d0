// rich_text blocks: every element is literal, so what people wrote is shown exactly as they wrote it.

import { busy, h } from "./dom.js";
import { link, mention, place } from "./text.js";
import { moment } from "./time.js";

/** One rich_text block. */
export const richText = (block) => h("div", { class: "rich" }, block.elements.map(part));

function part(element) {
  if (element.type === "rich_text_quote") return h("blockquote", {}, runs(element.elements));
  if (element.type === "rich_text_preformatted") return preformatted(element);
  if (element.type === "rich_text_list") return list(element);
  return h("p", {}, runs(element.elements));
}

function preformatted(element) {
  const code = h("pre", { class: "code", tabindex: "0" }, runs(element.elements));
  const copy = h("button", { type: "button", class: "quiet copy", text: "Copy" });
  copy.addEventListener("click", () =>
    busy(copy, async () => {
      await navigator.clipboard.writeText(code.textContent).catch(() => select(code));
      copy.textContent = "Copied";
      setTimeout(() => { copy.textContent = "Copy"; }, 2_000);
    }));
  return h("div", { class: "copyable" }, code, copy);
}

// Where the clipboard is closed to pages, the text is at least marked for the person's own copy.
function select(node) {
  getSelection().selectAllChildren(node);
}

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const start = element.offset ? element.offset + 1 : undefined;
  const items = element.elements.map((item) => h("li", {}, runs(item.elements)));
  return h(tag, { class: `list indent-${Math.min(element.indent || 0, 4)}`, start }, items);
}

const runs = (elements) => elements.map(run);

function run(element) {
  return styled(bare(element), element.style || {});
}

function bare(element) {
  if (element.type === "text") return element.text;
  if (element.type === "link") return link(element.url, element.text);
  if (element.type === "user") return mention(element.user_id);
  if (element.type === "channel") return place(element.channel_id);
  if (element.type === "usergroup") return h("span", { class: "mention", text: `@${element.usergroup_id}` });
  if (element.type === "broadcast") return h("span", { class: "mention", text: `@${element.range}` });
  if (element.type === "date") return date(element);
  if (element.type === "emoji") return emoji(element);
  if (element.type === "color") return h("code", { text: element.value });
  return h("span", { class: "unknown", text: `[${element.type}]` });
}

function date(element) {
  const node = moment(element.timestamp, element.format);
  return element.url ? h("a", { href: element.url, target: "_blank", rel: "noreferrer noopener" }, node) : node;
}

function emoji(element) {
  const points = (element.unicode || "").split("-").map((point) => parseInt(point, 16));
  const drawn = points.every((point) => point > 0) ? String.fromCodePoint(...points) : `:${element.name}:`;
  return h("span", { role: "img", "aria-label": element.name.replace(/_/g, " "), text: drawn });
}

function styled(node, style) {
  const tags = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"]];
  return tags.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}
