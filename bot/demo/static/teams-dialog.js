// Teams' dialogs: a form of the bot's as a card, or a sentence.

import { must, post, sentence } from "./api.js";
import { CardView } from "./card.js";
import { openDialog } from "./dialog.js";
import { announce, busy, h } from "./dom.js";
import { refresh, store } from "./store.js";

let open = null;

/** Makes the open dialog that of the state; a card that comes anew replaces the one before. */
export function showDialog() {
  const dialog = store.platform === "slack" ? null : store.data.teams?.dialog;
  if (open && open.id === dialog?.id) return;
  if (!dialog) {
    open?.shown.close();
    open = null;
    return;
  }
  open ||= { shown: frame() };
  open.id = dialog.id;
  draw(dialog);
}

function frame() {
  const body = h("div", { class: "sheet-body" });
  const away = h("button", { type: "button", class: "quiet sheet-away", text: "Close", on: { click: close } });
  const shown = openDialog({ title: "", body, cancel: close, className: "teams-sheet" });
  shown.node.dataset.look = "teams";
  shown.node.querySelector(".sheet-head").append(away);
  return { ...shown, body, away };
}

function draw(dialog) {
  const { shown } = open;
  shown.heading.textContent = dialog.title || "Imprimatur";
  const problem = h("p", { class: "note note-error", role: "alert", hidden: true });
  shown.body.replaceChildren(...(dialog.card ? [form(dialog, problem)] : [h("p", { class: "literal", text: dialog.said })]), problem);
  shown.body.scrollTop = 0;
  const first = shown.body.querySelector("input, textarea, select");
  // What is to be read is read from its beginning, whatever can be pressed at its end.
  (first || shown.away).focus({ preventScroll: true });
  if (dialog.said) announce(dialog.said);
}

function form(dialog, problem) {
  const as = store.me;
  const view = new CardView(dialog.card, {
    key: `dialog/${dialog.id}`,
    heading: "h3",
    press: async (action, values) => {
      problem.hidden = true;
      const answer = await post("/demo/teams/submit", { as, dialog: dialog.id, action, values });
      if (!answer.ok && answer.error) {
        problem.textContent = sentence(answer.error);
        problem.hidden = false;
        problem.scrollIntoView({ block: "nearest" });
      } else if (answer.ok && !answer.said) announce("Sent");
      await refresh();
      return answer;
    },
  });
  view.node.classList.add("in-dialog");
  return view.node;
}

function close() {
  busy(open?.shown.away, async () => {
    await must("/demo/teams/close", { as: store.me });
    await refresh();
  });
}
