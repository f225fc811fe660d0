// The fields of one drawing of a view: labels, hints, errors, and the values as Slack's state.

import { freshId, h } from "./dom.js";
import { createInput } from "./inputs.js";
import { plainOf } from "./text.js";

/** Collects the fields of a view while `drawBlocks` draws it. `press` sends dispatched actions. */
export class Form {
  constructor(press, before = []) {
    this.fields = [];
    this.press = press;
    this.before = before;
  }

  /** An input block. */
  draw(block) {
    const same = this.before.find((field) => field.error && JSON.stringify(field.block) === JSON.stringify(block));
    return same ? this.adopt(same) : this.make(block);
  }

  // An unchanged field moves over as it is, with what was typed and uploads still under way.
  adopt(field) {
    field.kept = true;
    this.fields.push(field);
    return field.node;
  }

  make(block) {
    const { element } = block;
    const names = { id: freshId("field"), labelId: freshId("label"), hint: freshId("hint"), error: freshId("error") };
    const described = [block.hint && names.hint, names.error].filter(Boolean).join(" ");
    const field = { block, element, required: !block.optional, error: h("p", { class: "error", id: names.error, hidden: true }) };
    field.input = createInput(element, {
      id: names.id,
      labelId: names.labelId,
      describedBy: described,
      touched: () => tell(field, ""),
      changed: block.dispatch_action && ((value) => this.press({ block_id: block.block_id, action_id: element.action_id, value })),
    });
    field.node = assemble(field, names, described);
    this.fields.push(field);
    return field.node;
  }

  /** A choice outside an input block, which Slack counts among the values as well. */
  keep(block, element, input) {
    this.fields.push({ block, element, input, required: false, error: null });
  }

  /** Slack's view.state.values. */
  values() {
    const found = {};
    for (const { block, element, input } of this.fields) (found[block.block_id] ||= {})[element.action_id] = input.read();
    return found;
  }

  /** Puts back what `values` held where the field still exists with the same kind. */
  restore(values) {
    for (const { block, element, input, kept } of this.fields) {
      if (kept) continue;
      const state = values[block.block_id]?.[element.action_id];
      if (state?.type === element.type) input.write(state);
    }
  }

  /** Shows what is missing or malformed; true when all is well. */
  check() {
    const errors = {};
    for (const field of this.fields) {
      const sentence = field.input.check() || (field.required && empty(field.input.read()) ? "Please fill this in." : "");
      if (sentence) errors[field.block.block_id] = sentence;
    }
    return this.show(errors);
  }

  /** Shows sentences under their fields and goes to the first; true when there are none. */
  show(errors) {
    let first = null;
    for (const field of this.fields) {
      const sentence = errors[field.block.block_id] || "";
      tell(field, sentence);
      if (sentence) first ||= field;
    }
    if (first) (first.input.control || first.input.first)?.focus();
    return !first;
  }
}

function tell(field, sentence) {
  if (!field.error) return;
  field.error.textContent = sentence;
  field.error.hidden = !sentence;
  field.node.classList.toggle("wrong", Boolean(sentence));
  const marked = field.input.control || field.node;
  if (sentence) marked.setAttribute("aria-invalid", "true");
  else marked.removeAttribute("aria-invalid");
}

/** A labelled control, or a fieldset around a group. */
function assemble(field, names, described) {
  const { block, input } = field;
  const optional = block.optional ? h("span", { class: "optional", text: "optional" }) : null;
  const hint = block.hint ? h("p", { class: "hint", id: names.hint, text: plainOf(block.hint) }) : null;
  const words = plainOf(block.label);
  if (input.control) {
    if (!block.optional && input.control.type !== "file") input.control.setAttribute("aria-required", "true");
    const label = h("div", { class: "label" }, h("label", { for: names.id, id: names.labelId, text: words }), optional);
    return h("div", { class: "field", data: { block: block.block_id } }, label, input.node, field.error, hint);
  }
  const role = field.element.type === "radio_buttons" ? "radiogroup" : "group";
  const about = { role, "aria-labelledby": names.labelId, "aria-describedby": described, data: { block: block.block_id } };
  const required = role === "radiogroup" && !block.optional ? { "aria-required": "true" } : {};
  const label = h("div", { class: "label" }, h("span", { id: names.labelId, text: words }), optional);
  const placeholder = plainOf(field.element.placeholder);
  const inside = placeholder ? h("p", { class: "hint", text: placeholder }) : null;
  return h("div", { class: "field group", ...about, ...required }, label, inside, input.node, field.error, hint);
}

function empty(state) {
  const { type: _type, ...rest } = state;
  return Object.values(rest).every((value) => value === null || value === "" || (Array.isArray(value) && !value.length));
}
