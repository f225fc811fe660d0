// Block Kit as elements. `scene` says where: { kind: "message"|"modal", key, press(action, button), field(block) }.

import { busy, freshId, h } from "./dom.js";
import { ask } from "./dialog.js";
import { createInput } from "./inputs.js";
import { richText } from "./rich.js";
import { store } from "./store.js";
import { mrkdwn, plainOf, textOf } from "./text.js";

const DRAW = {
  // One level below the title around it: the channel's name, or the form's.
  header: (block, scene) => h(scene.kind === "modal" ? "h3" : "h2", { class: "block-header", text: plainOf(block.text) }),
  section,
  divider: () => h("hr"),
  context,
  image,
  rich_text: richText,
  markdown: (block) => h("div", { class: "literal", text: block.text }),
  actions: (block, scene) => h("div", { class: "actions" }, block.elements.map((element) => interactive(element, block, scene))),
  input: (block, scene) => scene.field(block),
  table,
  alert: (block) => h("div", { class: `note note-${block.level || "default"}` }, textOf(block.text)),
};

/** All blocks of a message or view. */
export const drawBlocks = (blocks, scene) => blocks.map((block) => draw(block, scene));

function draw(block, scene) {
  const make = DRAW[block.type];
  return make ? make(block, scene) : h("p", { class: "unknown", text: `This page cannot draw a ${block.type} block.` });
}

function section(block, scene) {
  const words = block.text ? h("div", { class: "literal" }, textOf(block.text)) : null;
  const fields = block.fields
    ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "literal" }, textOf(field))))
    : null;
  const aside = block.accessory ? h("div", { class: "accessory" }, accessory(block.accessory, block, scene)) : null;
  return h("div", { class: "section" }, h("div", { class: "section-words" }, words, fields), aside);
}

const accessory = (element, block, scene) =>
  element.type === "image" ? image(element) : interactive(element, block, scene);

function context(block) {
  const items = block.elements.map((element) =>
    element.type === "image"
      ? h("span", { class: "context-image" }, image(element))
      : h("span", { class: "literal" }, textOf(element)));
  return h("div", { class: "context" }, items);
}

/** A picture, or its words where it cannot be shown. */
function image(block) {
  const file = store.data?.files[block.slack_file?.id];
  const source = file?.url || block.image_url || block.slack_file?.url;
  const missing = () => h("span", { class: "missing", role: "img", "aria-label": block.alt_text, text: `Picture: ${block.alt_text}` });
  const title = block.title ? h("figcaption", {}, textOf(block.title)) : null;
  if (!source) return h("figure", { class: "picture" }, missing(), title);
  const picture = h("img", { src: source, alt: block.alt_text || "", loading: "lazy" });
  picture.addEventListener("error", () => picture.replaceWith(missing()), { once: true });
  return h("figure", { class: "picture" }, picture, title);
}

function table(block) {
  const cell = (one, tag) => h(tag, {}, one.type === "rich_text" ? richText(one) : one.type === "mrkdwn" ? mrkdwn(one.text) : one.text);
  const [head, ...rows] = block.rows;
  const body = rows.map((row) => h("tr", {}, row.map((one) => cell(one, "td"))));
  return h("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("thead", {}, h("tr", {}, head.map((one) => cell(one, "th")))), h("tbody", {}, body)));
}

/** A button, or a choice that acts at once. */
function interactive(element, block, scene) {
  if (element.type === "button") return button(element, block, scene);
  if (element.type === "overflow") return choice({ ...element, placeholder: "More" }, block, scene);
  return choice(element, block, scene);
}

function button(element, block, scene) {
  const style = { primary: "primary", danger: "danger" }[element.style] || "plain";
  const key = `${scene.key}/${block.block_id}/${element.action_id}/${element.value ?? ""}`;
  const label = element.accessibility_label;
  const node = h("button", { type: "button", class: style, "aria-label": label, text: plainOf(element.text), data: { key } });
  node.addEventListener("click", async () => {
    if (element.confirm && !(await ask(element.confirm))) return;
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    busy(node, () => scene.press({ block_id: block.block_id, action_id: element.action_id, value: element.value ?? null }));
  });
  return node;
}

function choice(element, block, scene) {
  const name = plainOf(element.placeholder) || "Choose";
  const labelId = freshId("label");
  const kind = element.type === "overflow" ? "static_select" : element.type;
  const made = createInput({ ...element, type: kind }, {
    labelId,
    name,
    changed: async (value) => {
      if (element.confirm && !(await ask(element.confirm))) return;
      busy(made.node, () => scene.press({ block_id: block.block_id, action_id: element.action_id, value }));
    },
  });
  scene.keep?.(block, element, made);
  return h("div", { class: "choice" }, h("span", { class: "sr", id: labelId, text: name }), made.node);
}
