// The strip for a first visit: four steps, ticked off as they are done, dismissable.

import { byId, fill, h } from "./dom.js";
import { on, store } from "./store.js";

const done = new Set();
let dismissed = false;
let drawn = "";

const code = (text) => h("code", { text });
const inTeams = () => store.platform === "teams";

/** `when` ticks a step off at what was done on the page, `recorded` at the end of a new entry's tag in the ledger. */
const STEPS = [
  {
    id: "propose",
    words: () => (inTeams() ? ["Press Imprimatur below, then Propose a post"] : ["Type ", code("/propose-post")]),
    when: (step) => ["/propose-post", "proposePost"].includes(step),
    recorded: ":submitted",
  },
  { id: "switch", words: () => [`Switch to ${approver()?.name || "an approver"}`], when: (step) => step === "person" && store.me === approver()?.id },
  { id: "approve", words: () => [`Approve it in ${inTeams() ? "Compliance" : "#compliance"}`], recorded: ":approved" },
  { id: "see", words: () => ["See it recorded"], recorded: ":approved" },
];

const approver = () => store.data?.people.find((one) => one.role === "approver");

const isNew = (tag) => store.ledger.entries.some((entry) => entry.tag.endsWith(tag) && Date.parse(entry.at) / 1000 > store.opened);

function finish() {
  if (!store.data?.teams) return "That is the whole way of a post.";
  return `That is the whole way of a post. In ${inTeams() ? "Slack" : "Teams"} its card says the same.`;
}

export function startHints() {
  const tick = (finished) => {
    STEPS.filter(finished).forEach((one) => done.add(one.id));
    draw();
  };
  on("step", (step) => tick((one) => one.when?.(step)));
  on("ledger", () => tick((one) => one.recorded && isNew(one.recorded)));
}

/** Draws the strip once there is somebody to name in it, and when something in it changed. */
export function draw() {
  const strip = byId("hints");
  strip.hidden = dismissed || !store.data;
  const words = JSON.stringify([store.platform, [...done]]);
  if (strip.hidden || words === drawn) return;
  drawn = words;
  const next = STEPS.find((one) => !done.has(one.id));
  const items = STEPS.map((one, index) => {
    const state = done.has(one.id) ? "done" : one === next ? "next" : "later";
    return h("li", { class: state, "aria-current": one === next ? "step" : undefined },
      h("span", { class: "step-number", text: state === "done" ? "✓" : String(index + 1) }),
      h("span", {}, one.words(), state === "done" ? h("span", { class: "sr", text: " (done)" }) : null));
  });
  if (!next) items.push(h("li", { class: "next all-done" }, h("span", { text: finish() })));
  const away = h("button", { type: "button", class: "quiet", text: next ? "Skip the tour" : "Done" });
  away.addEventListener("click", () => {
    dismissed = true;
    draw();
    byId(inTeams() ? "compose-text" : "composer-text").focus();
  });
  fill(strip, h("ol", {}, items), away);
}
