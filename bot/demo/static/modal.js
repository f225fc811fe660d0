// The forms a person has open. Each view is one dialog; the topmost shows, those beneath keep what was typed.

import { must, post, sentence } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { openDialog } from "./dialog.js";
import { announce, busy, h } from "./dom.js";
import { Form } from "./form.js";
import { refresh, store } from "./store.js";
import { plainOf } from "./text.js";

/** View id to what is open for it. */
const open = new Map();

/** Makes the open dialogs those of the state, touching only what changed. */
export function showViews() {
  const views = stacked(store.data.views || []);
  const wanted = new Set(views.map((view) => view.id));
  for (const [id, sheet] of open) if (!wanted.has(id)) shut(id, sheet);
  const top = views.at(-1);
  for (const view of views) {
    const sheet = open.get(view.id);
    if (!sheet) start(view);
    else if (sheet.view.hash !== view.hash) redraw(sheet, view);
  }
  for (const [id, sheet] of open) if (id !== top?.id) sheet.dialog.hide();
  if (top) open.get(top.id).dialog.show();
}

/** Bottom to top, by what each view was pushed onto where Slack says so. */
function stacked(views) {
  const under = new Map(views.map((view) => [view.previous_view_id, view]));
  const root = views.find((view) => !views.some((other) => other.id === view.previous_view_id));
  const order = [];
  for (let view = root; view && order.length < views.length; view = under.get(view.id)) order.push(view);
  return order.length === views.length ? order : views;
}

function shut(id, sheet) {
  open.delete(id);
  sheet.dialog.close();
}

function start(view) {
  const sheet = { view, person: store.me, body: h("div", { class: "sheet-body" }), foot: h("div", { class: "sheet-foot" }) };
  const form = h("form", { novalidate: true, autocomplete: "off", class: "sheet-form" }, sheet.body, sheet.foot);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(sheet);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  sheet.dialog = openDialog({ title: plainOf(view.title), body: form, cancel: () => close(sheet) });
  open.set(view.id, sheet);
  draw(sheet);
  (sheet.form.fields[0]?.input.control || sheet.form.fields[0]?.input.first || sheet.dialog.node.querySelector("button"))?.focus();
  sheet.body.scrollTop = 0;
}

function draw(sheet) {
  const { view } = sheet;
  const press = (action) => pressed(sheet, action);
  sheet.form = new Form(press, sheet.form?.fields);
  const scene = {
    kind: "modal",
    key: view.id,
    press,
    field: (block) => sheet.form.draw(block),
    keep: (block, element, input) => sheet.form.keep(block, element, input),
  };
  sheet.dialog.heading.textContent = plainOf(view.title);
  sheet.problem = h("p", { class: "note note-error", role: "alert", hidden: true });
  sheet.body.replaceChildren(...drawBlocks(view.blocks.map(named), scene), sheet.problem);
  sheet.submit = view.submit ? h("button", { type: "submit", class: "primary", text: plainOf(view.submit) }) : null;
  const away = h("button", { type: "button", class: "plain", text: plainOf(view.close) || "Close", on: { click: () => close(sheet) } });
  sheet.foot.replaceChildren(...[away, sheet.submit].filter(Boolean));
  sheet.body.tabIndex = sheet.form.fields.length ? -1 : 0;
  sheet.body.setAttribute("role", "group");
  sheet.body.setAttribute("aria-label", "Form");
}

// Slack names blocks that have no name; without one their values could not be told apart.
const named = (block, index) => (block.block_id ? block : { ...block, block_id: `block-${index}` });

/** Draws the view anew and puts back what was typed, where the focus was, and how far it was scrolled. */
function redraw(sheet, view) {
  const values = sheet.form.values();
  const at = sheet.body.scrollTop;
  const active = document.activeElement;
  const key = active.closest?.("[data-key]")?.dataset.key;
  const place = sheet.form.fields.find(({ input }) => input.node.contains(active));
  const known = new Set(sheet.form.fields.map(({ block }) => block.block_id));
  const range = active.selectionStart === undefined ? null : [active.selectionStart, active.selectionEnd];
  sheet.view = view;
  draw(sheet);
  sheet.form.restore(values);
  const again = place && sheet.form.fields.find(({ block, element }) =>
    block.block_id === place.block.block_id && element.action_id === place.element.action_id);
  const added = sheet.form.fields.find(({ block }) => !known.has(block.block_id));
  const target = again?.input.control || again?.input.first
    || added?.input.control
    || (key && sheet.body.querySelector(`[data-key="${CSS.escape(key)}"]`))
    || sheet.dialog.node.querySelector("button");
  sheet.body.scrollTop = at;
  target?.focus({ preventScroll: Boolean(again) });
  if (again && range?.[0] !== null && range) target.setSelectionRange?.(...range);
}

function refuse(sheet, words) {
  sheet.problem.textContent = words;
  sheet.problem.hidden = !words;
  if (words) sheet.problem.scrollIntoView({ block: "nearest" });
}

function submit(sheet) {
  refuse(sheet, "");
  if (!sheet.form.check()) return;
  busy(sheet.submit, async () => {
    const body = { as: sheet.person, view_id: sheet.view.id, values: sheet.form.values() };
    const answer = await post("/demo/submit", body).catch((problem) => ({ ok: false, error: problem.message }));
    if (answer.ok) announce("Sent");
    else if (answer.errors) place(sheet, answer.errors);
    else refuse(sheet, sentence(answer.error));
    await refresh();
  });
}

// A sentence for a field the form does not show must not vanish.
function place(sheet, errors) {
  sheet.form.show(errors);
  const shown = new Set(sheet.form.fields.map(({ block }) => block.block_id));
  refuse(sheet, Object.entries(errors).filter(([name]) => !shown.has(name)).map(([, words]) => words).join(" "));
}

async function pressed(sheet, action) {
  const body = { as: sheet.person, view_id: sheet.view.id, ...action, values: sheet.form.values() };
  await must("/demo/press", body);
  await refresh();
}

function close(sheet) {
  busy(sheet.foot.firstElementChild, async () => {
    await must("/demo/close", { as: sheet.person, view_id: sheet.view.id });
    await refresh();
  });
}

/** Forgets every open form, as after a reset. */
export function shutAll() {
  for (const [id, sheet] of open) shut(id, sheet);
}
