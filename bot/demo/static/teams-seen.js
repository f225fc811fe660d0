// What each person has seen in Teams; forgotten with everything else when the workspace is reset.

import { store } from "./store.js";

const key = (place) => `${store.me}/teams/${place}`;

const newest = (place) =>
  (store.data.teams.messages[place] || []).reduce((top, one) => (one.from === store.me ? top : Math.max(top, Date.parse(one.at) / 1000)), 0);

export const unreadIn = (place) => newest(place) > (store.seen.get(key(place)) ?? store.opened);

export const markSeenIn = (place) => store.seen.set(key(place), Math.max(newest(place), store.opened));
