// The switch between the platforms, and Teams' chats and channels in the rail.

import { h } from "./dom.js";
import { closeDrawers } from "./drawers.js";
import { avatar } from "./people.js";
import { enter, look, store, unread } from "./store.js";
import { unreadIn } from "./teams-seen.js";

const PLATFORMS = [["slack", "Slack"], ["teams", "Teams"], ["both", "Both"]];

/** Slack, Teams, or both beside each other; nothing where there is only Slack. */
export function platformSwitch() {
  if (!store.data.teams) return null;
  const buttons = PLATFORMS.map(([id, word]) => h("button", {
    type: "button",
    class: `platform-${id}`,
    "aria-pressed": String(id === store.platform),
    disabled: elsewhere().length > 0 && !elsewhere().includes(id),
    data: { key: `platform/${id}` },
    on: { click: () => look(id) },
  }, word, waiting()[id] ? h("span", { class: "dot" }, h("span", { class: "sr", text: "unread" })) : null));
  return h("div", { class: "platforms", role: "group", "aria-label": "Platform" }, buttons);
}

/** Platforms out of sight on which something is unread. */
export const waiting = () => ({
  slack: store.platform === "teams" && store.data.channels.some((one) => unread(one.id)),
  teams: store.platform === "slack" && Boolean(store.data.teams?.places.some((one) => unreadIn(one.id))),
});

/** The one platform somebody new is on; nothing for everybody else. */
const elsewhere = () => {
  const { id, missing } = store.data.newcomer;
  return id === store.me && missing.length ? ["slack", "teams"].filter((one) => !missing.includes(one)) : [];
};

const shown = () => (store.platform === "slack" ? [] : store.data.teams?.places || []);

/** What the rail's Teams part depends on. */
export const teamsRows = () => shown().map((one) => ({ ...one, here: one.id === store.place, fresh: isFresh(one) }));

const isFresh = (one) => one.id !== store.place && unreadIn(one.id);

/** "Chat" and the team with its channels. */
export function teamsGroups() {
  const rows = teamsRows();
  if (!rows.length) return null;
  return [group("Chat", rows.filter((one) => one.kind === "personal")),
    group(store.data.teams.team, rows.filter((one) => one.kind === "channel"))];
}

const group = (title, rows) =>
  h("div", { class: "rail-group", data: { look: "teams" } }, h("h2", { text: title }), h("ul", {}, rows.map(entry)));

function entry(one) {
  const mark = one.kind === "personal" ? avatar(store.data.bot.id) : h("span", { class: "hash", "aria-hidden": "true", text: "▸" });
  const link = h("a", {
    href: `#${store.me}/teams/${one.id}`,
    class: one.fresh ? "fresh" : "",
    "aria-current": one.here ? "page" : undefined,
    data: { key: `teams-rail/${one.id}` },
  }, mark, h("span", { class: "rail-word", text: one.name }));
  if (one.fresh) link.append(h("span", { class: "dot" }, h("span", { class: "sr", text: "unread" })));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    enter(one.id);
    closeDrawers();
  });
  return h("li", {}, link);
}
