// The workspace's clock, which can be moved forward, and starting over.

import { get, must } from "./api.js";
import { ask } from "./dialog.js";
import { announce, busy, byId, fill, h } from "./dom.js";
import { shutAll } from "./modal.js";
import { forget, now, refresh, store, zone } from "./store.js";
import { clockTime, fullTime, tick } from "./time.js";

const STEPS = [["+ 1 hour", 3_600], ["+ 1 day", 86_400], ["+ 1 week", 604_800], ["+ 1 month", 2_592_000], ["+ 1 year", 31_536_000]];

export const clockTab = () => [
  h("p", { class: "clock-face", id: "clock-face" }),
  h("p", { class: "hint", id: "clock-ahead" }),
  h("div", { class: "clock-steps", role: "group", "aria-label": "Move the clock" }, STEPS.map(([word, seconds]) => step(word, seconds))),
  h("p", { class: "hint", text: "Moving the clock lets reminders, expiries and lapses happen now. It only goes forward." }),
  h("hr"),
  h("h3", { class: "pane-head", text: "Start over" }),
  h("p", { class: "hint", text: "Empties the workspace and the ledger, and sets both up afresh." }),
  reset(),
];

function step(word, seconds) {
  const button = h("button", { type: "button", class: "plain", text: word });
  button.addEventListener("click", () =>
    busy(button, async () => {
      await must("/demo/clock", { seconds });
      await refresh();
      announce(`It is now ${fullTime(now())}`);
    }));
  return button;
}

function reset() {
  const button = h("button", { type: "button", class: "plain", text: "Reset" });
  button.addEventListener("click", async () => {
    const sure = await ask({
      title: "Reset the workspace?",
      text: "Every proposal, message and ledger entry made here is dropped.",
      confirm: "Reset everything",
      deny: "Keep it",
      style: "danger",
    });
    if (sure) busy(button, startOver);
  });
  return button;
}

async function startOver() {
  await must("/demo/reset", {});
  store.afresh = true;
  await back().finally(() => { store.afresh = false; });
  shutAll();
  forget();
  await refresh();
  announce("The workspace is as new");
}

/** Waits until the workspace answers again. */
async function back() {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      return await get(`/demo/state?as=${encodeURIComponent(store.me)}`);
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  }
  throw new Error("The workspace did not come back. Please restart “make demo”.");
}

const AHEAD = [["year", 31_536_000], ["day", 86_400], ["hour", 3_600], ["minute", 60]];

function aheadWords(seconds) {
  const parts = [];
  let rest = Math.round(seconds);
  for (const [unit, size] of AHEAD) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
  }
  return parts.length ? `${parts.join(", ")} ahead of the real time.` : "In step with the real time.";
}

/** Writes the clock wherever it is shown. */
export function drawClock() {
  if (!store.data) return;
  const at = now();
  const day = new Intl.DateTimeFormat("en-US", { timeZone: zone(), weekday: "short", month: "short", day: "numeric" }).format(at);
  const words = `${day} ${clockTime(at)}`;
  const stamp = byId("stamp");
  if (stamp.dataset.words !== words) {
    stamp.dataset.words = words;
    stamp.classList.toggle("moved", store.data.offset_seconds > 30);
    fill(stamp, h("span", { class: "sr", text: "Workspace time" }), " ", h("span", { class: "stamp-day", text: day }), " ", h("span", { class: "stamp-time", text: clockTime(at) }));
    byId("clock-face").textContent = fullTime(at);
  }
  byId("clock-ahead").textContent = aheadWords(store.data.offset_seconds || 0);
  tick();
}

/** `reveal` brings the clock's own tab in sight. */
export function startClock(reveal) {
  byId("stamp").addEventListener("click", reveal);
  setInterval(drawClock, 5_000);
}
