// What can be pressed in a card: buttons in a row, those behind "…", cards that unfold, and elements that act.

import { busy, freshId, h } from "./dom.js";

const LOOK = { positive: "primary", destructive: "danger" };

/** The buttons of a card or an ActionSet, and under them the place where their cards unfold. */
export function actionRow(actions, at, view, drawInner) {
  const row = h("div", { class: "ac-actions" });
  const under = h("div", { class: "ac-under" });
  const fold = new Fold(under);
  const isMore = (action) => String(action.mode).toLowerCase() === "secondary";
  actions.forEach((action, index) => {
    if (!isMore(action)) row.append(button(action, `${at}/${index}`, view, fold, drawInner));
  });
  if (actions.some(isMore)) row.append(overflow(actions.map((action, index) => [action, `${at}/${index}`]).filter(([action]) => isMore(action)), view, fold, drawInner));
  return h("div", { class: "ac-actionset" }, row, under);
}

/** At most one card unfolded under a row. */
class Fold {
  constructor(under) {
    Object.assign(this, { under, open: null });
  }

  toggle(node, inner) {
    const opening = this.open !== node;
    this.open?.setAttribute("aria-expanded", "false");
    for (const child of this.under.children) child.hidden = true;
    this.open = opening ? node : null;
    if (!opening) return;
    node.setAttribute("aria-expanded", "true");
    if (!inner.isConnected) this.under.append(inner);
    inner.hidden = false;
    inner.querySelector("input, textarea, select, button")?.focus();
  }
}

function button(action, at, view, fold, drawInner) {
  const node = h("button", {
    type: "button",
    class: LOOK[String(action.style).toLowerCase()] || "plain",
    title: action.tooltip,
    disabled: action.isEnabled === false,
    text: action.title || action.verb || "Open",
    data: { key: `${view.key}${at}` },
  });
  if (action.type !== "Action.ShowCard") {
    node.addEventListener("click", () => act(action, at, view, node));
    return node;
  }
  // Drawn at once, so that its inputs are known; shown when it is asked for.
  const inner = drawInner(action.card, `${at}/card`, view);
  inner.id = freshId("inner");
  node.setAttribute("aria-expanded", "false");
  node.addEventListener("click", () => fold.toggle(node, inner));
  return node;
}

/** The actions that come second, behind one button. */
function overflow(actions, view, fold, drawInner) {
  const list = h("ul", { class: "ac-menu", id: freshId("menu"), hidden: true });
  const more = h("button", { type: "button", class: "plain ac-more", "aria-expanded": "false", "aria-controls": list.id, text: "…", "aria-label": "More actions" });
  const show = (open) => {
    list.hidden = !open;
    more.setAttribute("aria-expanded", String(open));
  };
  for (const [action, at] of actions) {
    const node = button(action, at, view, fold, drawInner);
    node.className = String(action.style).toLowerCase() === "destructive" ? "quiet ac-delete" : "quiet";
    node.addEventListener("click", () => show(false));
    list.append(h("li", {}, node));
  }
  more.addEventListener("click", () => {
    show(list.hidden);
    if (!list.hidden) list.querySelector("button").focus();
  });
  const box = h("div", { class: "ac-overflow" }, more, list);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    show(false);
    more.focus();
  });
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || show(false));
  return box;
}

/** Does what an action says; `node` shows that it is under way. */
function act(action, at, view, node) {
  if (action.isEnabled === false) return;
  if (action.type === "Action.OpenUrl") window.open(action.url, "_blank", "noopener,noreferrer");
  else if (action.type === "Action.ToggleVisibility") view.toggle(action.targetElements);
  else busy(node, () => view.run(action, at));
}

/** Makes an element act when it is pressed, by pointer and by key. */
export function pressable(node, action, at, view) {
  const role = action.type === "Action.OpenUrl" ? "link" : "button";
  for (const [name, value] of Object.entries({ role, tabindex: "0", title: action.tooltip || action.title, "data-key": `${view.key}${at}` })) {
    if (value) node.setAttribute(name, value);
  }
  node.classList.add("ac-pressable");
  node.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, textarea, label, .ac-pressable") === node) act(action, at, view, node);
  });
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    act(action, at, view, node);
  });
  return node;
}
