// The inputs of a card: label, control, what is wrong with it, and the value as Teams sends it: always a string.

import { freshId, h } from "./dom.js";

const REQUIRED = "This field is required.";

const MAKE = {
  "Input.Text": textInput,
  "Input.Number": (element, at) => line(element, at, { type: "number", min: element.min, max: element.max, step: "any" }),
  "Input.Date": (element, at) => line(element, at, { type: "date", min: element.min, max: element.max }),
  "Input.Time": (element, at) => line(element, at, { type: "time", min: element.min, max: element.max }),
  "Input.Toggle": toggle,
  "Input.ChoiceSet": choiceSet,
};

/** An input with its label; the view keeps it for the actions that send it. */
export function drawInput(element, at, view) {
  const ids = { id: freshId("input"), label: freshId("label"), error: freshId("error") };
  const made = MAKE[element.type](element, ids);
  const error = h("p", { class: "error", id: ids.error, hidden: true });
  const marked = made.control || made.node;
  const required = element.isRequired ? h("span", { class: "ac-required", "aria-hidden": "true", text: " *" }) : null;
  const label = element.label
    ? h(made.control ? "label" : "span", { class: "ac-label", id: ids.label, for: made.control ? ids.id : undefined }, element.label, required)
    : null;
  if (!made.control) describe(made.node, element, label, ids);
  marked.setAttribute("aria-describedby", ids.error);
  if (element.isRequired && made.control) made.control.setAttribute("aria-required", "true");
  if (made.control && !label) made.control.setAttribute("aria-label", element.placeholder || element.title || element.id);
  const field = {
    at,
    id: element.id,
    read: made.read,
    focus: () => (made.control || made.first)?.focus(),
    tell: (sentence) => {
      error.textContent = sentence;
      error.hidden = !sentence;
      if (sentence) marked.setAttribute("aria-invalid", "true");
      else marked.removeAttribute("aria-invalid");
    },
    validate: () => {
      const sentence = wrong(element, made.read());
      field.tell(sentence);
      return !sentence;
    },
  };
  made.node.addEventListener("input", () => field.tell(""));
  view.inputs.push(field);
  return h("div", { class: "ac-input" }, label, made.node, error);
}

function describe(node, element, label, ids) {
  node.setAttribute("role", element.isMultiSelect || element.type === "Input.Toggle" ? "group" : "radiogroup");
  if (label) node.setAttribute("aria-labelledby", ids.label);
  else node.setAttribute("aria-label", element.placeholder || element.title || element.id);
}

/** The sentence the client shows instead of sending, as the workspace checks it again. */
function wrong(element, value) {
  const said = element.errorMessage || REQUIRED;
  const off = element.type === "Input.Toggle" && value === String(element.valueOff ?? "false");
  if (!value || off) return element.isRequired ? said : "";
  if (element.maxLength && value.length > element.maxLength) return element.errorMessage || `At most ${element.maxLength} characters.`;
  if (element.regex && !new RegExp(element.regex).test(value)) return said;
  return outside(element, value) ? said : "";
}

function outside({ type, min, max }, value) {
  if (type === "Input.Number") return Number.isNaN(Number(value)) || Number(value) < (min ?? -Infinity) || Number(value) > (max ?? Infinity);
  return (type === "Input.Date" || type === "Input.Time") && (value < (min ?? value) || value > (max ?? value));
}

function line(element, ids, attributes) {
  const control = h("input", { id: ids.id, placeholder: element.placeholder, ...attributes });
  control.value = element.value ?? "";
  return { node: control, control, read: () => control.value };
}

const TYPES = { tel: "tel", url: "url", email: "email", password: "password" };

function textInput(element, ids) {
  const type = TYPES[String(element.style).toLowerCase()] || "text";
  const control = element.isMultiline
    ? h("textarea", { id: ids.id, rows: "3", placeholder: element.placeholder, maxlength: element.maxLength })
    : h("input", { id: ids.id, type, placeholder: element.placeholder, maxlength: element.maxLength });
  control.value = element.value ?? "";
  return { node: control, control, read: () => control.value };
}

function toggle(element, ids) {
  const box = h("input", { type: "checkbox", id: ids.id });
  box.checked = String(element.value ?? "") === String(element.valueOn ?? "true");
  const node = h("div", { class: "choice-row" }, box, h("div", {}, h("label", { for: ids.id, text: element.title })));
  return { node, control: null, first: box, read: () => String(box.checked ? element.valueOn ?? "true" : element.valueOff ?? "false") };
}

function choiceSet(element, ids) {
  const chosen = String(element.value ?? "").split(",").filter(Boolean);
  const expanded = String(element.style).toLowerCase() === "expanded";
  return expanded || element.isMultiSelect ? choiceList(element, chosen) : choiceSelect(element, ids, chosen);
}

function choiceSelect(element, ids, [chosen = ""]) {
  const control = h("select", { id: ids.id }, h("option", { value: "", text: element.placeholder || "" }),
    element.choices.map((one) => h("option", { value: one.value, text: one.title })));
  control.value = chosen;
  return { node: control, control, read: () => control.value };
}

function choiceList(element, chosen) {
  const type = element.isMultiSelect ? "checkbox" : "radio";
  const name = freshId("choice");
  const boxes = element.choices.map((one) => {
    const box = h("input", { type, name, id: freshId("option"), value: one.value });
    box.checked = chosen.includes(one.value);
    return box;
  });
  const rows = boxes.map((box, index) =>
    h("div", { class: "choice-row" }, box, h("div", {}, h("label", { for: box.id, text: element.choices[index].title }))));
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value).join(",");
  return { node: h("div", { class: "ac-choices" }, rows), control: null, first: boxes.find((box) => box.checked) || boxes[0], read };
}
