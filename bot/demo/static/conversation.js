// The conversation: messages drawn once and kept, so that only what changed is drawn anew.

import { announce, byId, focusKey, h, refocus } from "./dom.js";
import { drawMessage, signature } from "./message.js";
import { nameOf } from "./people.js";
import { channelOf, emit, markSeen, personOf, store } from "./store.js";
import { dayKey, moment } from "./time.js";

/** Key of a drawn row to { node, words }. */
let rows = new Map();
let at = "";
/** Threads that are open, by channel and timestamp. */
const unfolded = new Set();
let heard = null;

const GROUP_SECONDS = 300;

/** Brings the log in line with the state. */
export function drawConversation() {
  const log = byId("log");
  const here = `${store.me}/${store.channel}`;
  const moved = here !== at;
  const below = log.scrollHeight - log.scrollTop - log.clientHeight;
  if (moved) rows = new Map();
  at = here;
  place();
  const focus = log.contains(document.activeElement) ? focusKey() : null;
  const before = [...rows.keys()].at(-1);
  const next = wanted();
  const fresh = new Map();
  const nodes = next.map(({ key, words, make }) => {
    const old = rows.get(key);
    const row = old?.words === words ? old : { words, node: make() };
    fresh.set(key, row);
    return row.node;
  });
  align(log, nodes.length ? nodes : [emptyNote()]);
  rows = fresh;
  if (focus && !focus.node.isConnected) refocus(focus);
  follow(log, moved, below, before !== [...rows.keys()].at(-1));
  tellNews();
  markSeen(store.channel);
}

function place() {
  const channel = channelOf(store.channel);
  const name = channel?.kind === "dm" ? channel.name : `#${channel?.name || ""}`;
  byId("place-name").textContent = name;
  byId("place-topic").textContent = channel?.topic || (channel?.kind === "dm" ? "Only you and Imprimatur see this." : "");
  document.title = `${name} · Imprimatur, local workspace`;
}

const emptyNote = () => h("p", { class: "empty", text: "Nothing has been said here yet." });

/** Puts `nodes` in place with as few moves as possible: a node that stays is not touched and keeps the focus. */
export function align(parent, nodes) {
  const keep = new Set(nodes);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] || null);
  });
}

function wanted() {
  const all = (store.data.messages[store.channel] || []).filter((one) => !store.dismissed.has(`${store.channel}/${one.ts}`));
  const replies = grouped(all.filter(isReply));
  const found = [];
  let previous = null;
  for (const message of all.filter((one) => !isReply(one) || !all.some((other) => other.ts === one.thread_ts))) {
    const day = dayKey(message.ts * 1000);
    if (!previous || dayKey(previous.ts * 1000) !== day) {
      found.push({ key: `day ${day}`, words: day, make: () => dayLine(message.ts) });
      previous = null;
    }
    found.push(row(message, replies.get(message.ts) || [], joined(previous, message)));
    previous = message;
  }
  return found;
}

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function grouped(messages) {
  const found = new Map();
  for (const one of messages) found.set(one.thread_ts, [...(found.get(one.thread_ts) || []), one]);
  return found;
}

const joined = (before, message) =>
  Boolean(before) && !before.ephemeral && !message.ephemeral && !message.blocks && !before.reply_count
  && nameOf(before) === nameOf(message) && message.ts - before.ts < GROUP_SECONDS;

function row(message, replies, compact) {
  const key = `${store.channel}/${message.ts}`;
  const open = unfolded.has(key);
  const thread = { replies, open, toggle: (want) => unfold(key, want) };
  const words = signature(message, replies, [compact, open, personOf(store.me)?.tz]);
  return { key, words, make: () => drawMessage(message, { compact, thread }) };
}

function unfold(key, want) {
  if (want) unfolded.add(key);
  else unfolded.delete(key);
  emit("changed");
}

function dayLine(ts) {
  return h("div", { class: "day" }, moment(Math.floor(ts), "{day_divider_pretty}"));
}

function follow(log, moved, below, added) {
  const own = added && (store.data.messages[store.channel] || []).at(-1)?.user === store.me;
  if (moved || own || below < 120) toEnd();
  else if (added) byId("newer").hidden = false;
}

/** Says what arrived since the last state, once. */
function tellNews() {
  const current = new Map();
  for (const [channel, messages] of Object.entries(store.data.messages)) {
    for (const one of messages) current.set(`${channel}/${one.ts}`, { channel, one });
  }
  if (heard?.me === store.me) {
    const fresh = [...current].filter(([key, { one }]) => !heard.keys.has(key) && one.user !== store.me).slice(-3);
    for (const [, { channel, one }] of fresh) {
      const where = channel === store.channel ? "" : ` in ${channelOf(channel)?.name || "another channel"}`;
      announce(`${nameOf(one)}${where}: ${(one.text || "").slice(0, 140)}`);
    }
  }
  heard = { me: store.me, keys: new Set(current.keys()) };
}

/** Whether the log is kept at its end while pictures arrive and make it longer. */
let pinned = true;

function toEnd() {
  const log = byId("log");
  log.scrollTop = log.scrollHeight;
  pinned = true;
}

export function startConversation() {
  const log = byId("log");
  log.addEventListener("load", () => pinned && toEnd(), true);
  for (const gesture of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    log.addEventListener(gesture, () => { pinned = false; }, { passive: true });
  }
  const newer = byId("newer");
  newer.addEventListener("click", () => {
    toEnd();
    log.focus();
  });
  log.addEventListener("scroll", () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 40) newer.hidden = true;
  });
}
