// A new colleague, who joins when somebody looking at the workspace says so.

import { must } from "./api.js";
import { announce, busy, h } from "./dom.js";
import { closeDrawers } from "./drawers.js";
import { avatar } from "./people.js";
import { become, personOf, refresh, store } from "./store.js";

const PLATFORMS = { slack: "Slack", teams: "Teams" };

/** Where the new colleague has no account yet: of what is in sight; they themselves see all. */
export const missing = () => {
  const { id, missing: found } = store.data.newcomer;
  return found.filter((one) => store.me === id || store.platform === "both" || one === store.platform);
};

/** Who may join, with a button a platform; nothing once they are there. */
export function newcomer() {
  if (!missing().length) return null;
  const one = store.data.newcomer;
  return h("div", { class: "rail-group newcomer" }, h("h2", { text: "New colleague" }),
    h("p", { class: "newcomer-who" }, avatar(one.id), h("span", {}, h("strong", { text: one.name }), h("span", { text: one.title }))),
    missing().map((platform) => joining(one, platform)));
}

function joining(one, platform) {
  const word = `Joins ${PLATFORMS[platform]} today`;
  const button = h("button", { type: "button", class: "plain", text: word, data: { key: `joins/${platform}` } });
  button.addEventListener("click", () =>
    busy(button, async () => {
      const before = personOf(one.id);
      await must("/demo/hire", { platform });
      await (before ? refresh() : become(one.id));
      closeDrawers();
      announce(`${one.name} has joined ${PLATFORMS[platform]}. You are looking at it as they do.`);
    }));
  return button;
}
