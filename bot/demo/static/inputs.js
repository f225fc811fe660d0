// Every input element of a form. Each maker returns { node, control, read, write, check }:
// `control` is what a label's `for` names (null for groups), `read` gives Slack's state object, `write` takes one back,
// `check` gives the sentence to show before anything is sent.

import { h } from "./dom.js";
import { fileInput } from "./files.js";
import { choices, nativeSelect } from "./options.js";
import { plainOf } from "./text.js";
import { toSeconds, toWall, zoneName } from "./time.js";

const MAKE = {
  plain_text_input: textInput,
  url_text_input: (element, at) => line(element, at, { type: "url", inputmode: "url" }, checkUrl),
  email_text_input: (element, at) => line(element, at, { type: "email", inputmode: "email" }, checkEmail),
  number_input: (element, at) =>
    line(element, at, { type: "text", inputmode: element.is_decimal_allowed ? "decimal" : "numeric" }, (value) => checkNumber(element, value)),
  rich_text_input: richTextInput,
  datepicker: (element, at) => picker(element, at, "date", "selected_date", "initial_date"),
  timepicker: (element, at) => picker(element, at, "time", "selected_time", "initial_time"),
  datetimepicker,
  static_select: (element, at) => nativeSelect(element, at, "option"),
  external_select: (element, at) => nativeSelect(element, at, "option"),
  users_select: (element, at) => nativeSelect(element, at, "user"),
  channels_select: (element, at) => nativeSelect(element, at, "channel"),
  conversations_select: (element, at) => nativeSelect(element, at, "conversation"),
  radio_buttons: (element, at) => choices(element, at, "radio"),
  checkboxes: (element, at) => choices(element, at, "checkbox"),
  multi_static_select: (element, at) => choices(element, at, "checkbox"),
  multi_users_select: (element, at) => choices(element, at, "checkbox"),
  file_input: fileInput,
};

/** The control for `element`; `at` is { id, labelId, describedBy, changed, touched }. */
export function createInput(element, at) {
  const make = MAKE[element.type];
  if (make) return make(element, at);
  const node = h("p", { class: "unknown", text: `This page has no ${element.type}.` });
  return { node, control: null, read: () => ({ type: element.type }), write() {}, check: () => "" };
}

const common = (element, at) => ({
  id: at.id,
  "aria-labelledby": at.id ? undefined : at.labelId,
  "aria-describedby": at.describedBy,
  placeholder: plainOf(element.placeholder) || undefined,
});

/** Calls `at.changed` when Slack would: on Enter, or on every character where the element says so. */
function dispatching(node, element, at) {
  node.addEventListener("input", () => at.touched?.());
  if (!at.changed) return;
  const when = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  let waiting = 0;
  if (when.includes("on_character_entered")) {
    node.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => at.changed(node.value), 400);
    });
  }
  if (when.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || (node.tagName === "TEXTAREA" && event.shiftKey)) return;
      event.preventDefault();
      at.changed(node.value);
    });
  }
}

const length = (text) => [...text].length;
const many = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

function textInput(element, at) {
  const tag = element.multiline ? "textarea" : "input";
  const control = h(tag, { ...common(element, at), type: element.multiline ? undefined : "text", rows: element.multiline ? 4 : undefined });
  control.value = element.initial_value || "";
  dispatching(control, element, at);
  const limit = element.max_length;
  const counter = limit ? h("span", { class: "counter" }) : null;
  const count = () => {
    if (!counter) return;
    const used = length(control.value);
    counter.textContent = `${used.toLocaleString("en")} of ${limit.toLocaleString("en")}`;
    counter.classList.toggle("over", used > limit);
  };
  control.addEventListener("input", count);
  count();
  return {
    node: h("div", { class: "text-input" }, control, counter),
    control,
    read: () => ({ type: element.type, value: control.value || null }),
    write: (state) => {
      control.value = state.value || "";
      count();
    },
    check: () => checkLength(element, control.value),
  };
}

function checkLength(element, value) {
  const used = length(value);
  if (element.max_length && used > element.max_length) {
    return `Please shorten this by ${many(used - element.max_length, "character")}.`;
  }
  if (used && element.min_length && used < element.min_length) {
    return `Please write at least ${many(element.min_length, "character")}.`;
  }
  return "";
}

function line(element, at, attributes, check) {
  const control = h("input", { ...common(element, at), ...attributes });
  control.value = element.initial_value ?? "";
  dispatching(control, element, at);
  return {
    node: control,
    control,
    read: () => ({ type: element.type, value: control.value.trim() || null }),
    write: (state) => { control.value = state.value ?? ""; },
    check: () => (control.value.trim() ? check(control.value.trim()) : ""),
  };
}

function checkUrl(value) {
  return /^https?:\/\/\S+\.\S+$/i.test(value) || /^https?:\/\/localhost\S*$/i.test(value)
    ? ""
    : "Please enter a whole address, beginning with https://.";
}

const checkEmail = (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? "" : "Please enter an email address.");

function checkNumber(element, value) {
  const shape = element.is_decimal_allowed ? /^-?\d+([.]\d+)?$/ : /^-?\d+$/;
  if (!shape.test(value)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return "";
}

function richTextInput(element, at) {
  const made = textInput({ ...element, multiline: true, initial_value: "" }, at);
  const wrap = (text) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  });
  return {
    ...made,
    read: () => ({ type: element.type, rich_text_value: made.control.value ? wrap(made.control.value) : null }),
    write: (state) => made.write({ value: state.rich_text_value?.elements[0]?.elements[0]?.text }),
  };
}

function picker(element, at, type, key, initial) {
  const control = h("input", { ...common(element, at), type });
  control.value = element[initial] || "";
  control.addEventListener("change", () => {
    at.touched?.();
    at.changed?.(control.value);
  });
  return {
    node: control,
    control,
    read: () => ({ type: element.type, [key]: control.value || null }),
    write: (state) => { control.value = state[key] || ""; },
    check: () => (control.validity.badInput ? "Please finish this, or clear it." : ""),
  };
}

function datetimepicker(element, at) {
  const made = picker(element, at, "datetime-local", "wall", "wall");
  const set = (seconds) => { made.control.value = seconds ? toWall(seconds) : ""; };
  set(element.initial_date_time);
  return {
    ...made,
    node: h("div", { class: "with-zone" }, made.control, h("span", { class: "zone", text: zoneName() })),
    read: () => ({ type: element.type, selected_date_time: made.control.value ? toSeconds(made.control.value) : null }),
    write: (state) => set(state.selected_date_time),
  };
}
