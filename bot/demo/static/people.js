// The person switch, avatars, and how people look.

import { byId, busy, fill, h } from "./dom.js";
import { become, personOf, store } from "./store.js";

/** Initials in a tinted tile; the bot has its seal. */
export function avatar(id) {
  if (id === store.data.bot.id) return h("img", { class: "avatar seal", src: "/demo/static/seal.svg", alt: "" });
  const person = personOf(id) || (id === store.data.newcomer.id ? store.data.newcomer : null);
  return h("span", {
    class: "avatar",
    "aria-hidden": "true",
    text: person?.initials || "·",
    vars: { tint: person?.colour || "gray" },
  });
}

/** The name to show for a message's author. */
export function nameOf(message) {
  if (message.user && personOf(message.user)) return personOf(message.user).name;
  if (message.username) return message.username;
  const bot = message.bot_id || message.user === store.data.bot.id;
  return bot ? store.data.bot.name : message.user === "USLACKBOT" ? "Slackbot" : "Somebody";
}

/** Draws the switch. */
export function drawPeople() {
  const select = byId("person");
  const options = store.data.people.map((one) => h("option", { value: one.id, text: `${one.name} · ${one.role}` }));
  if (select.childElementCount !== options.length) select.replaceChildren(...options);
  select.value = store.me;
  fill(byId("me-avatar"), avatar(store.me));
  const me = personOf(store.me);
  select.title = me ? `${me.name}, ${me.title}` : "";
  byId("practice").textContent = store.data.practice?.name || store.data.practice;
}

export function startPeople() {
  const select = byId("person");
  select.addEventListener("change", () => busy(select, () => become(select.value)));
}
