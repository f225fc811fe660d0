// What the page knows: the last state, who is looking, what each person has seen. Kept in memory only.

import { get } from "./api.js";

const FIRST = "U0MAYA";
// "#person/channel" is Slack, "#person/teams/place" Teams, "#person/both/place" the two side by side.
const [person, second, third] = location.hash.slice(1).split("/");
const platform = ["teams", "both"].includes(second) ? second : "slack";

export const store = {
  me: person || FIRST,
  channel: platform === "slack" ? second || "" : "",
  /** What is in sight: "slack", "teams" or "both". */
  platform,
  /** The open place in Teams: a channel's key, or the person's own id for the chat with the bot. */
  place: third || "",
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
  if (store.platform === "both" && !store.channel) store.channel = data.channels.find((one) => one.name === store.place)?.id || "";
  if (!there(store.channel)) store.channel = home(data, there);
  store.places.set(store.me, store.channel);
  settleTeams(data);
  remember();
  emit("changed");
}

function settleTeams({ teams, newcomer }) {
  if (!teams) {
    store.platform = "slack";
    return;
  }
  // Who has joined one platform only looks at that.
  if (newcomer.id === store.me && newcomer.missing.length) store.platform = newcomer.missing[0] === "slack" ? "teams" : "slack";
  if (teams.places.length && !teams.places.some((one) => one.id === store.place)) {
    // Somebody else's chat leads to one's own, a channel one is not in to the first.
    const kind = store.place && !/^U0/.test(store.place) ? "channel" : "personal";
    store.place = teams.places.find((one) => one.kind === kind).id;
  }
}

function home(data, there) {
  const last = store.places.get(store.me);
  if (last && there(last)) return last;
  // Somebody else's direct messages lead to one's own, anything else to the first channel.
  const kind = store.channel.startsWith("D") ? "dm" : "channel";
  return (data.channels.find((one) => one.kind === kind) || data.channels[0])?.id || "";
}

function remember() {
  const there = store.platform === "slack" ? store.channel : `${store.platform}/${store.place}`;
  history.replaceState(null, "", `#${store.me}/${there}`);
}

/** Brings Slack, Teams or both in sight. */
export function look(at) {
  if (at === "both") meet();
  store.platform = at;
  remember();
  emit("changed");
}

/** Opens the place of the same name on the other platform, where there is one. */
function meet() {
  const name = store.platform === "slack" ? channelOf(store.channel)?.name : store.place;
  const channel = store.data.channels.find((one) => one.kind === "channel" && one.name === name);
  if (channel && store.data.teams.places.some((one) => one.id === name)) Object.assign(store, { channel: channel.id, place: name });
}

/** Opens a place in Teams. */
export function enter(place) {
  store.place = place;
  remember();
  emit("changed");
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
