// One of a list, or several: native selects, radio buttons and checkbox lists.

import { freshId, h } from "./dom.js";
import { store } from "./store.js";
import { plainOf, textOf } from "./text.js";

const person = (one) => ({ value: one.id, text: { type: "plain_text", text: one.name } });
const channel = (one) => ({ value: one.id, text: { type: "plain_text", text: one.kind === "dm" ? one.name : `#${one.name}` } });

function groupsOf(element, kind) {
  if (kind === "user") return [{ options: store.data.people.map(person) }];
  if (kind === "channel") return [{ options: store.data.channels.filter((one) => one.kind === "channel").map(channel) }];
  if (kind === "conversation") return [{ options: store.data.channels.map(channel) }];
  return element.option_groups || [{ options: element.options || [] }];
}

/** A native select. Its state is an option object, or an id for people and channels. */
export function nativeSelect(element, at, kind) {
  const groups = groupsOf(element, kind);
  const options = groups.flatMap((group) => group.options);
  const control = h("select", { id: at.id, "aria-labelledby": at.id ? undefined : at.labelId, "aria-describedby": at.describedBy });
  control.append(h("option", { value: "", text: plainOf(element.placeholder) || "Choose" }));
  for (const group of groups) {
    const items = group.options.map((option) => h("option", { value: option.value, text: plainOf(option.text) }));
    if (group.label) control.append(h("optgroup", { label: plainOf(group.label) }, items));
    else control.append(...items);
  }
  const key = `selected_${kind}`;
  const initial = kind === "option" ? element.initial_option?.value : element[`initial_${kind}`];
  control.value = initial || "";
  control.addEventListener("change", () => {
    at.touched?.();
    if (control.value) at.changed?.(control.value);
  });
  const found = () => (kind === "option" ? options.find((option) => option.value === control.value) : control.value);
  return {
    node: control,
    control,
    read: () => ({ type: element.type, [key]: found() || null }),
    write: (state) => { control.value = (kind === "option" ? state[key]?.value : state[key]) || ""; },
    check: () => "",
  };
}

/** Radio buttons or boxes, all in sight. Long lists get a field that narrows them. */
export function choices(element, at, type) {
  const people = element.type === "multi_users_select";
  const options = people ? store.data.people.map(person) : groupsOf(element, "option").flatMap((group) => group.options);
  const name = freshId("choice");
  const initial = new Set(people ? element.initial_users : initialOf(element));
  const rows = options.map((option) => row(option, { type, name, on: initial.has(option.value), pill: element.type.startsWith("multi_") }));
  const inputs = rows.map((one) => one.querySelector("input"));
  const list = h("div", { class: element.type.startsWith("multi_") ? "choices pills" : "choices" }, rows);
  const node = h("div", { class: "choice-group" }, options.length > 12 ? narrowing(rows) : null, list);
  list.addEventListener("change", () => {
    at.touched?.();
    at.changed?.(type === "radio" ? chosen()[0]?.value : chosen().map((option) => option.value));
  });
  const chosen = () => options.filter((_, index) => inputs[index].checked);
  const limit = element.max_selected_items;
  return {
    node,
    control: null,
    first: inputs[0],
    read: () => stateOf(element.type, chosen()),
    write: (state) => {
      const kept = new Set(valuesOf(state));
      inputs.forEach((input, index) => { input.checked = kept.has(options[index].value); });
    },
    check: () => (limit && chosen().length > limit ? `Please choose at most ${limit}.` : ""),
  };
}

const initialOf = (element) =>
  element.initial_option ? [element.initial_option.value] : (element.initial_options || []).map((option) => option.value);

const valuesOf = (state) =>
  state.selected_users || (state.selected_options || [state.selected_option].filter(Boolean)).map((option) => option.value);

function stateOf(type, chosen) {
  if (type === "radio_buttons") return { type, selected_option: chosen[0] || null };
  if (type === "multi_users_select") return { type, selected_users: chosen.map((option) => option.value) };
  return { type, selected_options: chosen };
}

function row(option, { type, name, on, pill }) {
  const id = freshId("option");
  const about = option.description ? freshId("about") : undefined;
  const input = h("input", { type, id, name, value: option.value, "aria-describedby": about });
  input.checked = on;
  const label = h("label", { for: id }, textOf(option.text));
  const words = about ? h("span", { id: about, class: "hint" }, textOf(option.description)) : null;
  return h("div", { class: pill ? "pill" : "choice-row" }, input, h("div", {}, label, words));
}

function narrowing(rows) {
  const field = h("input", { type: "search", "aria-label": "Narrow the list", placeholder: "Narrow the list" });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const one of rows) one.hidden = !one.textContent.toLowerCase().includes(wanted);
  });
  return field;
}
