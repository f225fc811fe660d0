// Writing: Enter sends, Shift+Enter breaks the line, "/" completes commands.

import { must } from "./api.js";
import { announce, busy, byId, fill, h } from "./dom.js";
import { channelOf, emit, refresh, store } from "./store.js";

/** Person and channel to what is written there. */
const drafts = new Map();
let at = "";
let offered = [];
let picked = -1;

const field = () => byId("composer-text");

/** Shows the draft of the place that is open; the same place keeps what is being typed. */
export function drawComposer() {
  const here = `${store.me}/${store.channel}`;
  const channel = channelOf(store.channel);
  const name = channel?.kind === "dm" ? channel.name : `#${channel?.name || ""}`;
  field().placeholder = channel?.archived ? "This channel is archived" : `Write to ${name}`;
  field().disabled = Boolean(channel?.archived);
  byId("send").disabled = Boolean(channel?.archived);
  if (here === at) return;
  at = here;
  field().value = drafts.get(here) || "";
  typed();
}

export function startComposer() {
  field().addEventListener("input", typed);
  field().addEventListener("keydown", key);
  field().addEventListener("blur", () => setTimeout(hide, 150));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

function typed() {
  drafts.set(at, field().value);
  const found = /^\/\S*$/.test(field().value) ? commands().filter((one) => one.command.startsWith(field().value)) : [];
  offer(found);
  hint();
}

const commands = () => store.data?.commands || [];

function offer(found) {
  const fresh = found.length && found.length !== offered.length;
  offered = found;
  picked = found.length ? 0 : -1;
  fill(byId("completion"), found.map(option));
  byId("completion").hidden = !found.length;
  mark();
  if (fresh) announce(`${found.length} command${found.length === 1 ? "" : "s"}; arrow keys choose, Tab completes`);
}

function option(one, index) {
  const node = h("div", { role: "option", id: `command-${index}`, class: "command" },
    h("span", { class: "command-name", text: one.command }),
    one.hint ? h("span", { class: "command-hint", text: one.hint }) : null,
    h("span", { class: "command-about", text: one.description }));
  node.addEventListener("mousedown", (event) => event.preventDefault());
  node.addEventListener("click", () => complete(one));
  return node;
}

function mark() {
  [...byId("completion").children].forEach((node, index) => node.setAttribute("aria-selected", String(index === picked)));
  if (picked < 0) field().removeAttribute("aria-activedescendant");
  else {
    field().setAttribute("aria-activedescendant", `command-${picked}`);
    byId(`command-${picked}`).scrollIntoView({ block: "nearest" });
  }
}

const hide = () => offer([]);

function complete(one) {
  field().value = `${one.command} `;
  field().focus();
  typed();
}

/** Under the field: what a command takes, or how to send. */
function hint() {
  const known = commands().find((one) => field().value === one.command || field().value.startsWith(`${one.command} `));
  const words = known
    ? `${known.command} ${known.hint || ""}`.trim() + ` — ${known.description}`
    : "Enter sends · Shift and Enter for a new line · / for commands";
  byId("composer-hint").textContent = words;
}

function key(event) {
  if (event.isComposing) return;
  if (offered.length && steer(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  }
}

/** Keys that belong to the list; true when the key was one of them. */
function steer(event) {
  const whole = offered[picked]?.command === field().value;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    picked = (picked + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
    mark();
    return true;
  }
  if (event.key === "Escape") {
    hide();
    return true;
  }
  if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !event.shiftKey && !whole)) {
    complete(offered[picked]);
    return true;
  }
  return false;
}

function send() {
  const text = field().value.trim();
  if (!text || field().disabled) return;
  hide();
  const [as, channel] = [store.me, store.channel];
  busy(byId("send"), async () => {
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
    if (command) await must("/demo/command", { as, channel, command: command[1], text: command[2] });
    else await must("/demo/say", { as, channel, text });
    if (command) emit("step", command[1]);
    drafts.delete(`${as}/${channel}`);
    // What was typed on while the request was under way stays.
    if (at === `${as}/${channel}` && field().value.trim() === text) {
      field().value = "";
      typed();
    }
    await refresh();
  });
}
