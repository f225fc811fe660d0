// Dialogs: the browser's own, with the focus kept inside and brought back where it came from.

import { focusKey, freshId, h, refocus } from "./dom.js";
import { plainOf, textOf } from "./text.js";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex='0']";

/** An open dialog. `cancel` is asked on Escape; it decides whether to call `close`. */
export function openDialog({ title, body, footer, cancel, className = "" }) {
  const back = focusKey();
  const titleId = freshId("title");
  const heading = h("h2", { id: titleId, text: title });
  const node = h("dialog", { class: `sheet ${className}`, "aria-labelledby": titleId },
    h("div", { class: "sheet-head" }, heading), body, footer,
    h("div", { class: "sr news", role: "status" }), h("div", { class: "toasts", role: "alert" }));
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    cancel();
  });
  // A second Escape closes a dialog whatever the cancel event says, so the key itself is taken.
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      cancel();
    }
    if (event.key === "Tab") keepInside(node, event);
  });
  document.body.append(node);
  node.showModal();
  return {
    node,
    heading,
    hide: () => node.close(),
    show: () => node.open || node.showModal(),
    close: () => {
      node.close();
      node.remove();
      if (!document.querySelector("dialog[open]")) refocus(back);
    },
  };
}

function keepInside(node, event) {
  const inside = [...node.querySelectorAll(FOCUSABLE)].filter((one) => one.offsetParent !== null && one.tabIndex >= 0);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement !== edge && node.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
}

/** Asks what a confirm object asks; true when the person agrees. */
export function ask(question) {
  return new Promise((resolve) => {
    const end = (answer) => {
      shown.close();
      resolve(answer);
    };
    const yes = h("button", {
      type: "button",
      class: question.style === "danger" ? "danger" : "primary",
      text: plainOf(question.confirm) || "Yes",
      on: { click: () => end(true) },
    });
    const no = h("button", { type: "button", class: "plain", text: plainOf(question.deny) || "Cancel", on: { click: () => end(false) } });
    const shown = openDialog({
      title: plainOf(question.title) || "Are you sure?",
      body: h("div", { class: "sheet-body literal" }, textOf(question.text)),
      footer: h("div", { class: "sheet-foot" }, no, yes),
      cancel: () => end(false),
      className: "small",
    });
    no.focus();
  });
}
