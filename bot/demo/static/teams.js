// Teams' side of the page: a channel's posts, or the chat with the bot, drawn once and kept where nothing changed.

import { startCompose, drawCompose } from "./teams-compose.js";
import { align } from "./conversation.js";
import { announce, byId, focusKey, h, refocus } from "./dom.js";
import { store } from "./store.js";
import { drawChat, drawPost, wordsOf } from "./teams-message.js";
import { markSeenIn } from "./teams-seen.js";
import { dayKey, moment } from "./time.js";

/** Key of a drawn row to { node, words }. */
let rows = new Map();
let at = "";
let heard = null;
/** Whether the newest is kept in sight while the log grows. */
let pinned = true;

/** Brings the platforms that are wanted in sight. */
export function showPlatform() {
  document.body.dataset.platform = store.platform;
  byId("teams").hidden = store.platform === "slack";
  byId("main").hidden = store.platform === "teams";
  byId("teams").setAttribute("role", store.platform === "teams" ? "main" : "region");
  byId("skip").href = store.platform === "teams" ? "#compose-text" : "#composer-text";
}

/** Draws the open place. */
export function drawTeams() {
  if (store.data.teams) tellNews(store.data.teams);
  if (store.platform === "slack") return;
  drawPlace();
  drawPosts();
  drawCompose();
  markSeenIn(store.place);
}

const placeOf = (id) => store.data.teams.places.find((one) => one.id === id);

function drawPlace() {
  const place = placeOf(store.place);
  const chat = place.kind === "personal";
  byId("teams-name").textContent = place.name;
  byId("teams-topic").textContent = chat ? "Chat. Only you and Imprimatur see this." : `${store.data.teams.team} · ${place.topic}`;
  byId("teams").classList.toggle("is-chat", chat);
  if (store.platform === "teams") document.title = `${place.name} · Teams, local workspace`;
}

function drawPosts() {
  const log = byId("posts");
  const moved = at !== `${store.me}/${store.place}`;
  if (moved) rows = new Map();
  at = `${store.me}/${store.place}`;
  pinned = moved || log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const focus = log.contains(document.activeElement) ? focusKey() : null;
  const fresh = new Map();
  for (const { key, words, make } of wanted()) {
    const old = rows.get(key);
    fresh.set(key, old?.words === words ? old : { words, node: make() });
  }
  align(log, fresh.size ? [...fresh.values()].map((row) => row.node) : [nothing()]);
  rows = fresh;
  // A node that moved to a new row has lost the focus as well.
  if (focus && document.activeElement !== focus.node) refocus(focus);
  if (pinned) log.scrollTop = log.scrollHeight;
}

const nothing = () => h("p", { class: "empty", text: placeOf(store.place).kind === "personal"
  ? "Write “help” to Imprimatur, or press its sign below." : "Nothing has been posted here yet." });

function wanted() {
  const all = store.data.teams.messages[store.place] || [];
  const chat = placeOf(store.place).kind === "personal";
  const found = [];
  let day = "";
  for (const one of all.filter((message) => !message.thread)) {
    const today = dayKey(Date.parse(one.at));
    if (today !== day) found.push({ key: `day ${today}`, words: today, make: () => dayLine(one.at) });
    day = today;
    const replies = all.filter((other) => other.thread === one.id);
    const key = `${store.place}/${one.id}`;
    found.push({ key, words: wordsOf([one, ...replies]), make: () => (chat ? drawChat(one) : drawPost(one, replies)) });
  }
  return found;
}

const dayLine = (iso) => h("div", { class: "day" }, moment(Math.floor(Date.parse(iso) / 1000), "{day_divider_pretty}"));

/** Says what arrived since the last state, once. */
function tellNews({ messages, places }) {
  const current = new Map(Object.entries(messages).flatMap(([place, list]) => list.map((one) => [`${place}/${one.id}`, { place, one }])));
  if (heard?.me === store.me) {
    for (const [, { place, one }] of [...current].filter(([key, { one }]) => !heard.keys.has(key) && one.from !== store.me).slice(-3)) {
      announce(`Teams, ${places.find((known) => known.id === place)?.name}: ${(one.text || "a card").slice(0, 140)}`);
    }
  }
  heard = { me: store.me, keys: new Set(current.keys()) };
}

export function startTeams() {
  startCompose();
  const log = byId("posts");
  log.addEventListener("load", () => { if (pinned) log.scrollTop = log.scrollHeight; }, true);
  for (const gesture of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    log.addEventListener(gesture, () => { pinned = false; }, { passive: true });
  }
}
