// The strip for a first visit: four steps, ticked off as they are done, dismissable.

import { byId, fill, h } from "./dom.js";
import { on, store } from "./store.js";

const done = new Set();
let dismissed = false;

const code = (text) => h("code", { text });

const STEPS = [
  { id: "propose", words: () => ["Type ", code("/propose-post")], when: (step) => step === "/propose-post" },
  { id: "switch", words: () => [`Switch to ${approver()?.name || "an approver"}`], when: (step) => step === "person" && store.me === approver()?.id },
  { id: "approve", words: () => ["Approve it in #compliance"], when: (step) => step === "proposal.approve" },
  // The ledger itself ticks this one, when the approval appears in it.
  { id: "see", words: () => ["See it recorded"], when: () => false },
];

const approver = () => store.data?.people.find((one) => one.role === "approver");

export function startHints() {
  on("step", (step) => {
    STEPS.filter((one) => one.when(step)).forEach((one) => done.add(one.id));
    draw();
  });
  on("ledger", () => {
    const approved = store.ledger.entries.some((entry) => entry.tag.endsWith(":approved") && Date.parse(entry.at) / 1000 > store.opened);
    if (approved && done.has("approve") && !done.has("see")) {
      done.add("see");
      draw();
    }
  });
  draw();
}

/** Draws the strip once there is somebody to name in it. */
export function draw() {
  const strip = byId("hints");
  strip.hidden = dismissed || !store.data;
  if (strip.hidden) return;
  const next = STEPS.find((one) => !done.has(one.id));
  const items = STEPS.map((one, index) => {
    const state = done.has(one.id) ? "done" : one === next ? "next" : "later";
    return h("li", { class: state, "aria-current": one === next ? "step" : undefined },
      h("span", { class: "step-number", text: state === "done" ? "✓" : String(index + 1) }),
      h("span", {}, one.words(), state === "done" ? h("span", { class: "sr", text: " (done)" }) : null));
  });
  if (!next) items.push(h("li", { class: "next all-done" }, h("span", { text: "That is the whole way of a post." })));
  const away = h("button", { type: "button", class: "quiet", text: next ? "Skip the tour" : "Done" });
  away.addEventListener("click", () => {
    dismissed = true;
    draw();
    byId("composer-text").focus();
  });
  fill(strip, h("ol", {}, items), away);
}
