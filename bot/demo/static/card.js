// An Adaptive Card, version 1.5, as elements. Where something stands is a JSON pointer, as the workspace knows it too.

import { actionRow, pressable } from "./card-actions.js";
import { drawInput } from "./card-inputs.js";
import { localized, markdown } from "./card-text.js";
import { freshId, h } from "./dom.js";

const DRAW = {
  TextBlock: textBlock,
  RichTextBlock: richTextBlock,
  Container: (element, at, view) => h("div", { class: "ac-container" }, drawAll(element.items, `${at}/items`, view)),
  ColumnSet: columnSet,
  FactSet: factSet,
  Image: image,
  ImageSet: (element, at, view) => h("div", { class: "ac-images" },
    element.images.map((one, index) => image({ size: element.imageSize || "medium", ...one }, `${at}/images/${index}`, view))),
  ActionSet: (element, at, view) => actionRow(element.actions, `${at}/actions`, view, drawInner),
  Table: table,
};

/** One drawing of a card. `press(pointer, values)` resolves to { ok, errors }; `key` names it for the focus. */
export class CardView {
  constructor(card, { press, key, heading = "h2" }) {
    Object.assign(this, { card, press, key, heading, inputs: [], named: new Map() });
    this.mentions = (card.msteams?.entities || []).filter((one) => one.type === "mention").map((one) => one.text);
    this.node = drawCard(card, "", this);
    this.node.classList.toggle("ac-full", card.msteams?.width === "Full");
  }

  /** The inputs an action sends: those of its card and of the cards around it. */
  associated(action, at) {
    if (String(action.associatedInputs).toLowerCase() === "none") return [];
    return this.inputs.filter((one) => `${at}/`.startsWith(`${cardOf(one.at)}/`));
  }

  /** Checks and sends; true when it went. */
  async run(action, at) {
    const inputs = this.associated(action, at);
    const wrong = inputs.filter((one) => !one.validate());
    wrong[0]?.focus();
    if (wrong.length) return false;
    const answer = await this.press(at, Object.fromEntries(inputs.map((one) => [one.id, one.read()])));
    for (const one of inputs) if (answer?.errors?.[one.id]) one.tell(answer.errors[one.id]);
    return Boolean(answer?.ok);
  }

  /** Shows, hides or turns over elements by id. */
  toggle(targets) {
    for (const target of targets) {
      const node = this.named.get(target.elementId || target);
      if (node) node.hidden = target.isVisible === undefined ? !node.hidden : !target.isVisible;
    }
  }
}

const cardOf = (at) => (at.includes("/card/") ? at.slice(0, at.lastIndexOf("/card/") + 5) : "");

function drawCard(card, at, view) {
  const node = h("div", { class: "ac-card" }, drawAll(card.body || [], `${at}/body`, view),
    card.actions?.length ? actionRow(card.actions, `${at}/actions`, view, drawInner) : null);
  return card.selectAction ? pressable(node, card.selectAction, `${at}/selectAction`, view) : node;
}

const drawInner = (card, at, view) => h("div", { class: "ac-inner" }, drawCard(card, at, view));

const drawAll = (elements, at, view) => (elements || []).map((element, index) => draw(element, `${at}/${index}`, view));

function draw(element, at, view) {
  const make = element.type.startsWith("Input.") ? drawInput : DRAW[element.type];
  if (!make) return h("p", { class: "unknown", text: `Teams draws no ${element.type}.` });
  return placed(make(element, at, view), element, at, view);
}

/** What every element may have: space, a line above, a style, a name, a press, being out of sight. */
function placed(node, element, at, view) {
  const words = ["ac", element.spacing && `ac-space-${element.spacing.toLowerCase()}`, element.separator && "ac-line",
    element.style && /^(Container|Column|ColumnSet|TableCell)$/.test(element.type || "TableCell") && `ac-look ac-look-${element.style.toLowerCase()}`,
    element.bleed && "ac-bleed", element.verticalContentAlignment && `ac-v-${element.verticalContentAlignment.toLowerCase()}`];
  node.classList.add(...words.filter(Boolean).join(" ").split(" "));
  if (element.minHeight) node.style.setProperty("min-height", element.minHeight);
  if (element.isVisible === false) node.hidden = true;
  if (element.id) view.named.set(element.id, node);
  return element.selectAction ? pressable(node, element.selectAction, `${at}/selectAction`, view) : node;
}

const low = (word, otherwise) => String(word || otherwise).toLowerCase();

const textClass = (one) => [
  `ac-size-${low(one.size, "default")}`, `ac-weight-${low(one.weight, "default")}`, `ac-colour-${low(one.color, "default")}`,
  one.isSubtle && "ac-subtle", low(one.fontType, "") === "monospace" && "ac-mono"].filter(Boolean).join(" ");

function textBlock(element, _at, view) {
  const heading = low(element.style, "") === "heading";
  const node = h(heading ? view.heading : "div", {
    class: `ac-text ${textClass(element)} ac-align-${low(element.horizontalAlignment, "left")}`,
    vars: element.maxLines ? { lines: String(element.maxLines) } : {},
  }, markdown(element.text, view.mentions));
  if (!element.wrap) {
    node.classList.add("ac-oneline");
    node.title = element.text;
  } else if (element.maxLines) node.classList.add("ac-lines");
  return node;
}

function richTextBlock(element, at, view) {
  const runs = element.inlines.map((one, index) => textRun(typeof one === "string" ? { text: one } : one, `${at}/inlines/${index}`, view));
  return h("p", { class: `ac-rich ac-align-${low(element.horizontalAlignment, "left")}` }, runs);
}

const STYLES = [["strikethrough", "s"], ["underline", "u"], ["italic", "em"], ["highlight", "mark"]];

function textRun(one, at, view) {
  const words = h("span", { class: textClass(one), text: localized(one.text) });
  const styled = STYLES.reduce((inner, [name, tag]) => (one[name] ? h(tag, {}, inner) : inner), words);
  return one.selectAction ? pressable(h("span", { class: "ac-link" }, styled), one.selectAction, `${at}/selectAction`, view) : styled;
}

function columnSet(element, at, view) {
  const columns = element.columns.map((one, index) => {
    const here = `${at}/columns/${index}`;
    const node = h("div", { class: `ac-column ${widthClass(one.width)}`, vars: widthVars(one.width) }, drawAll(one.items, `${here}/items`, view));
    return placed(node, { type: "Column", ...one }, here, view);
  });
  return h("div", { class: `ac-columns ac-align-${low(element.horizontalAlignment, "left")}` }, columns);
}

const widthClass = (width) =>
  width === undefined || low(width, "") === "stretch" ? "ac-w-stretch" : low(width, "") === "auto" ? "ac-w-auto" : /px$/.test(width) ? "ac-w-pixels" : "ac-w-weight";
const widthVars = (width) => (/^[\d.]+(px)?$/.test(width) ? { width: String(width) } : {});

function factSet(element, _at, view) {
  return h("dl", { class: "ac-facts" }, element.facts.map((fact) => [
    h("dt", {}, markdown(fact.title, view.mentions)),
    h("dd", {}, markdown(fact.value, view.mentions))]));
}

/** A picture, or its words where it cannot be shown: nothing is fetched from other hosts. */
function image(element, at, view) {
  const words = element.altText || "";
  const sized = /^\d+px$/.test(element.width || "") ? { width: element.width } : {};
  const missing = () => h("span", { class: "missing", role: "img", "aria-label": words || "Picture", text: words ? `Picture: ${words}` : "Picture" });
  const here = element.url.startsWith("data:image/") || element.url.startsWith("/") || element.url.startsWith(location.origin);
  const node = h("figure", { class: `ac-image ac-image-${low(element.size, "auto")} ac-align-${low(element.horizontalAlignment, "left")}`, vars: sized });
  node.classList.toggle("ac-person", low(element.style, "") === "person");
  node.classList.toggle("ac-sized", "width" in sized);
  const picture = here ? h("img", { src: element.url, alt: words }) : missing();
  picture.addEventListener("error", () => picture.replaceWith(missing()), { once: true });
  node.append(picture);
  // Within a set an image is not placed by `draw`.
  return element.selectAction && at.includes("/images/") ? pressable(node, element.selectAction, `${at}/selectAction`, view) : node;
}

function table(element, at, view) {
  const rows = (element.rows || []).map((row, index) => h("tr", {}, (row.cells || []).map((cell, column) => {
    const here = `${at}/rows/${index}/cells/${column}`;
    const head = index === 0 && element.firstRowAsHeader !== false;
    return placed(h(head ? "th" : "td", { scope: head ? "col" : undefined }, drawAll(cell.items, `${here}/items`, view)), cell, here, view);
  })));
  const label = freshId("table");
  return h("div", { class: "ac-table", tabindex: "0", role: "group", "aria-labelledby": label },
    h("table", { class: element.showGridLines === false ? "" : "ac-grid" }, h("caption", { class: "sr", id: label, text: "Table" }),
      h("tbody", {}, rows)));
}
