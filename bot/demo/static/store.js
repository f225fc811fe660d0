// What the page knows: the last state, who is looking, what each person has seen. Kept in memory only.

import { get } from "./api.js";

const FIRST = "U0MAYA";
const [person, channel] = location.hash.slice(1).split("/");

export const store = {
  me: person || FIRST,
  channel: channel || "",
  data: null,
  ledger: null,
  /** Workspace time less the browser's, in milliseconds. */
  skew: 0,
  /** Person id to the channel last open there. */
  places: new Map(),
  /** "person/channel" to the newest timestamp seen. */
  seen: new Map(),
  /** Timestamps of private messages put away. */
  dismissed: new Set(),
  /** Whether the workspace is being set up anew because somebody asked for it here. */
  afresh: false,
  opened: 0,
};

const listeners = { changed: [], ledger: [], step: [], reached: [] };

export const on = (event, listener) => listeners[event].push(listener);
export const emit = (event, value) => listeners[event].forEach((listener) => listener(value));

/** The workspace's time, in milliseconds. */
export const now = () => Date.now() + store.skew;

export const personOf = (id) => store.data?.people.find((one) => one.id === id);
export const channelOf = (id) => store.data?.channels.find((one) => one.id === id);
export const zone = () => personOf(store.me)?.tz || "UTC";

let running = null;
let again = false;

/** Fetches the state anew; calls while one is under way are folded into one more. */
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = fetchAll().finally(() => {
    running = null;
    if (again) {
      again = false;
      refresh().catch((problem) => emit("reached", problem));
    }
  });
  return running;
}

async function fetchAll() {
  const asked = store.me;
  const [data, ledger] = await Promise.all([
    get(`/demo/state?as=${encodeURIComponent(asked)}`).catch((problem) => {
      // Only an address with a person nobody knows falls back; a silent workspace does not change who is looking.
      if (problem.status !== 404) throw problem;
      store.me = FIRST;
      return get(`/demo/state?as=${FIRST}`);
    }),
    get("/demo/ledger").catch(() => null),
  ]);
  emit("reached", null);
  if (asked !== store.me && data.me !== store.me) {
    again = true;
    return;
  }
  accept(data);
  if (ledger) {
    store.ledger = ledger;
    emit("ledger");
  }
}

function accept(data) {
  store.data = data;
  store.skew = Date.parse(data.now) - Date.now();
  if (!store.opened) store.opened = now() / 1000;
  const there = (id) => data.channels.some((one) => one.id === id);
  if (!there(store.channel)) store.channel = home(data, there);
  store.places.set(store.me, store.channel);
  remember();
  emit("changed");
}

function home(data, there) {
  const last = store.places.get(store.me);
  if (last && there(last)) return last;
  // Somebody else's direct messages lead to one's own, anything else to the first channel.
  const kind = store.channel.startsWith("D") ? "dm" : "channel";
  return (data.channels.find((one) => one.kind === kind) || data.channels[0])?.id || "";
}

function remember() {
  history.replaceState(null, "", `#${store.me}/${store.channel}`);
}

/** Looks at the workspace as somebody else. */
export async function become(id) {
  store.me = id;
  store.channel = store.places.get(id) || store.channel;
  emit("step", "person");
  await refresh();
  if (store.data?.me !== id) await refresh();
}

/** Opens a channel or direct message. */
export function visit(id) {
  store.channel = id;
  store.places.set(store.me, id);
  remember();
  emit("changed");
}

/** Forgets what belonged to the workspace before a reset. */
export function forget() {
  store.seen.clear();
  store.dismissed.clear();
  store.places.clear();
  store.opened = 0;
}

const newest = (id) =>
  (store.data.messages[id] || []).reduce((top, one) => (one.user === store.me ? top : Math.max(top, Number(one.ts))), 0);

export const unread = (id) => newest(id) > (store.seen.get(`${store.me}/${id}`) ?? store.opened);

export function markSeen(id) {
  store.seen.set(`${store.me}/${id}`, Math.max(newest(id), store.opened));
}
