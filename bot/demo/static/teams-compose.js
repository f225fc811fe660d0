// Writing in Teams: the text, the message extension's actions, files in the chat, and mentioning the bot in a channel.

import { must, post, sentence, upload } from "./api.js";
import { busy, byId, fill, h, toast } from "./dom.js";
import { emit, refresh, store } from "./store.js";

/** Person and place to what is written there. */
const drafts = new Map();
/** What is attached, by person and place: { id, name }. */
const attached = new Map();
let at = "";

const field = h("textarea", { id: "compose-text", rows: "1", "aria-label": "Message in Teams", "aria-describedby": "compose-hint" });
const files = h("ul", { class: "compose-files" });
const send = h("button", { type: "submit", class: "primary", text: "Send" });
const commands = h("ul", { class: "ac-menu", id: "compose-commands", hidden: true });
const apps = h("button", { type: "button", class: "quiet compose-app", "aria-expanded": "false", "aria-controls": "compose-commands" },
  h("img", { src: "/demo/static/seal.svg", alt: "" }), h("span", { text: "Imprimatur" }));
const chooser = h("input", { type: "file", class: "sr", tabindex: "-1", "aria-hidden": "true", multiple: true });
const attach = h("button", { type: "button", class: "quiet", text: "Attach" });
const mention = h("button", { type: "button", class: "quiet", text: "@", "aria-label": "Mention Imprimatur" });

const isChat = () => store.data.teams.places.find((one) => one.id === store.place)?.kind === "personal";

/** Shows the draft of the place that is open; the same place keeps what is being typed. */
export function drawCompose() {
  const here = `${store.me}/${store.place}`;
  const place = store.data.teams.places.find((one) => one.id === store.place);
  field.placeholder = isChat() ? "Type a message" : `Start a post in ${place.name}`;
  attach.hidden = !isChat();
  mention.hidden = isChat();
  byId("compose-hint").textContent = isChat()
    ? "Enter sends · Shift and Enter for a new line"
    : "Enter posts · Imprimatur hears only posts that mention it";
  if (commands.childElementCount !== store.data.teams.commands.length) fill(commands, store.data.teams.commands.map(command));
  if (here === at) return;
  at = here;
  field.value = drafts.get(here) || "";
  drawFiles();
}

export function startCompose() {
  const tools = h("div", { class: "compose-tools" }, h("div", { class: "ac-overflow" }, apps, commands), attach, chooser, mention, send);
  fill(byId("compose"), h("div", { class: "compose-box" }, files, field, tools), h("p", { class: "composer-hint", id: "compose-hint" }));
  field.addEventListener("input", () => drafts.set(at, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  });
  byId("compose").addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
  attach.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => take([...chooser.files]));
  mention.addEventListener("click", () => {
    field.value = `@Imprimatur ${field.value}`;
    drafts.set(at, field.value);
    field.focus();
  });
  startMenu();
}

function startMenu() {
  const show = (open) => {
    commands.hidden = !open;
    apps.setAttribute("aria-expanded", String(open));
  };
  apps.addEventListener("click", () => {
    show(commands.hidden);
    if (!commands.hidden) commands.querySelector("button")?.focus();
  });
  commands.addEventListener("click", () => show(false));
  commands.parentElement.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || commands.hidden) return;
    event.stopPropagation();
    show(false);
    apps.focus();
  });
  commands.parentElement.addEventListener("focusout", (event) => commands.parentElement.contains(event.relatedTarget) || show(false));
}

function command(one) {
  const node = h("button", { type: "button", class: "quiet compose-command" }, h("strong", { text: one.title }), h("span", { class: "hint", text: one.description }));
  node.addEventListener("click", () =>
    busy(apps, async () => {
      apps.focus();
      emit("step", one.id);
      const answer = await post("/demo/teams/compose", { as: store.me, place: store.place, command: one.id });
      if (!answer.ok) toast(sentence(answer.error));
      await refresh();
    }));
  return h("li", {}, node);
}

function take(chosen) {
  const where = at;
  chooser.value = "";
  busy(attach, async () => {
    for (const one of chosen) {
      const { id, name } = await upload(store.me, one, () => {}, new AbortController().signal);
      attached.set(where, [...(attached.get(where) || []), { id, name }]);
      drawFiles();
    }
    await refresh();
  });
}

function drawFiles() {
  fill(files, (attached.get(at) || []).map(({ id, name }) => {
    const away = h("button", { type: "button", class: "quiet", text: "Remove", "aria-label": `Remove ${name}` });
    away.addEventListener("click", () => {
      attached.set(at, attached.get(at).filter((one) => one.id !== id));
      drawFiles();
      field.focus();
    });
    return h("li", { class: "sent-file" }, h("span", { text: name }), away);
  }));
}

function say() {
  const [as, place, where, text] = [store.me, store.place, at, field.value.trim()];
  const sent = attached.get(where) || [];
  if (!text && !sent.length) return;
  busy(send, async () => {
    await must("/demo/teams/say", { as, place, text, files: sent.map((one) => one.id) });
    drafts.delete(where);
    attached.delete(where);
    // What was typed on while the request was under way stays.
    if (at === where && field.value.trim() === text) field.value = "";
    if (at === where) drawFiles();
    await refresh();
  });
}
