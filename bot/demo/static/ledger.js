// The ledger as it grows, newest first, and what the Slack API refused.

import { byId, fill, h } from "./dom.js";
import { store } from "./store.js";
import { moment } from "./time.js";

/** Entry number and hash to its list item: an entry never changes, so it is drawn once. */
let drawn = new Map();

export const ledgerTab = () => [
  h("p", { class: "verdict", id: "verdict", role: "status" }),
  h("ol", { class: "entries", id: "entries", "aria-label": "Entries, newest first" }),
];

export function drawLedger() {
  const { entries, verdict } = store.ledger;
  drawVerdict(verdict);
  const list = byId("entries");
  const first = drawn.size === 0;
  const next = new Map();
  for (const entry of entries) {
    const key = `${entry.number} ${entry.hash}`;
    next.set(key, drawn.get(key) || item(entry, !first));
  }
  for (const [key, node] of drawn) if (!next.has(key)) node.remove();
  const newestFirst = [...next.values()].reverse();
  newestFirst.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] || null);
  });
  drawn = next;
}

function drawVerdict({ ok, count, problem }) {
  const node = byId("verdict");
  const total = `${Number(count).toLocaleString("en")} ${count === 1 ? "entry" : "entries"}`;
  const words = ok ? `intact · ${total}` : `broken · ${problem || total}`;
  if (node.dataset.words === words) return;
  node.dataset.words = words;
  node.className = ok ? "verdict" : "verdict broken";
  fill(node, h("span", { class: "verdict-mark", "aria-hidden": "true", text: ok ? "✓" : "!" }), h("span", { text: words }));
}

function item(entry, fresh) {
  const tag = entry.tag.split(":");
  const words = tag.map((part, index) => [index ? [":", h("wbr")] : null, index === tag.length - 1 ? h("b", { text: part }) : part]);
  const about = h("details", {}, h("summary", {}, h("span", { text: "Payload" }), h("code", { class: "short-hash", text: entry.hash.slice(0, 10) })),
    payloadOf(entry.payload), h("p", { class: "hash-line" }, h("span", { text: "Hash" }), h("code", { text: entry.hash })));
  return h("li", { class: fresh ? "entry fresh" : "entry", data: { number: String(entry.number) } },
    h("span", { class: "number", text: String(entry.number) }),
    h("div", { class: "entry-words" },
      h("p", { class: "entry-tag" }, words),
      h("p", { class: "entry-who" }, h("span", { text: entry.actor || "Imprimatur" }), moment(Date.parse(entry.at) / 1000, "{date_short_pretty}, {time_secs}")),
      about));
}

function payloadOf(payload) {
  if (!payload || typeof payload !== "object") return h("p", { class: "hint", text: payload ? String(payload) : "No payload." });
  const rows = Object.entries(payload);
  if (!rows.length) return h("p", { class: "hint", text: "No payload." });
  return h("dl", { class: "payload" }, rows.map(([name, value]) => [
    h("dt", { text: name.replace(/_/g, " ") }),
    h("dd", { text: worded(value) }),
  ]));
}

/** A value as one reads it; what is nested stays as it is stored. */
function worded(value) {
  if (value === null || value?.length === 0) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

export const refusedTab = () => [h("div", { id: "refused" })];

let refusedWords = "";

export function drawRefused() {
  const all = store.data.refusals || [];
  const words = JSON.stringify(all);
  if (words === refusedWords) return;
  refusedWords = words;
  const count = byId("refused-count");
  count.hidden = !all.length;
  count.textContent = String(all.length);
  fill(byId("refused"), all.length ? h("ol", { class: "refusals" }, [...all].reverse().map(refusal)) : nothing());
}

const nothing = () => h("div", { class: "calm" },
  h("p", { text: "Nothing was refused." }),
  h("p", { class: "hint", text: "The workspace checks every call of the bot as strictly as Slack and Teams do. What they would refuse is listed here, with its error code." }));

function refusal(one) {
  const at = typeof one.at === "number" ? one.at : Date.parse(one.at) / 1000;
  return h("li", { class: "refusal" },
    h("p", { class: "refusal-head" }, h("code", { text: one.method }), h("strong", { text: one.error })),
    one.detail ? h("p", { class: "refusal-detail", text: typeof one.detail === "string" ? one.detail : JSON.stringify(one.detail) }) : null,
    Number.isFinite(at) ? h("p", { class: "hint" }, moment(at, "{date_short_pretty}, {time_secs}")) : null);
}
