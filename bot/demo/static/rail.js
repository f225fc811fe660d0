// The channels and direct messages the person is in.

import { byId, fill, focusKey, h, refocus } from "./dom.js";
import { closeDrawers, drawerClose } from "./drawers.js";
import { missing, newcomer } from "./newcomer.js";
import { avatar } from "./people.js";
import { personOf, store, unread, visit } from "./store.js";
import { platformSwitch, teamsGroups, teamsRows, waiting } from "./teams-rail.js";

let drawn = "";

/** Draws the rail when something on it changed. */
export function drawRail() {
  const rows = store.data.channels.map((one) => ({ ...one, fresh: one.id !== store.channel && unread(one.id), last_ts: undefined }));
  const words = JSON.stringify([store.me, store.channel, store.platform, rows, teamsRows(), waiting(), missing()]);
  if (words === drawn) return;
  drawn = words;
  const rail = byId("rail");
  const focus = rail.contains(document.activeElement) ? focusKey() : null;
  const me = personOf(store.me);
  const slack = store.platform === "teams" ? [] : [
    group("Channels", rows.filter((one) => one.kind === "channel")),
    group("Direct messages", rows.filter((one) => one.kind === "dm"))];
  fill(rail,
    platformSwitch(),
    h("div", { class: "rail-me" }, h("p", { class: "rail-practice", text: byId("practice").textContent }),
      me ? h("p", { class: "rail-name", text: me.name }) : null,
      me ? h("p", { class: "rail-title", text: me.title }) : null),
    slack,
    teamsGroups(),
    newcomer(),
    drawerClose());
  if (focus) refocus(focus);
}

function group(title, rows) {
  if (!rows.length) return null;
  return h("div", { class: "rail-group" }, h("h2", { text: title }), h("ul", {}, rows.map(entry)));
}

function entry(one) {
  const here = one.id === store.channel;
  const mark = one.kind === "dm" ? avatar(store.data.bot.id) : h("span", { class: "hash", "aria-hidden": "true", text: "#" });
  const link = h("a", {
    href: `#${store.me}/${one.id}`,
    class: one.fresh ? "fresh" : "",
    "aria-current": here ? "page" : undefined,
    data: { key: `rail/${one.id}` },
  }, mark, h("span", { class: "rail-word", text: one.name }));
  if (one.fresh) link.append(h("span", { class: "dot" }, h("span", { class: "sr", text: "unread" })));
  if (one.archived) link.append(h("span", { class: "tag", text: "archived" }));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    visit(one.id);
    closeDrawers();
  });
  return h("li", {}, link);
}
