// One message: who, when, what, its buttons, its thread.

import { must } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { busy, freshId, h } from "./dom.js";
import { avatar, nameOf } from "./people.js";
import { emit, refresh, store } from "./store.js";
import { mrkdwn } from "./text.js";
import { clockTime, fullTime } from "./time.js";

/** What a drawn message depends on; the same words mean it need not be drawn again. */
export const signature = (message, replies, more) => JSON.stringify([message, replies, more, filesOf(message)]);

const filesOf = (message) =>
  (message.blocks || []).filter((block) => block.slack_file).map((block) => store.data.files[block.slack_file.id]?.url);

/** The <article> of a message. `thread` is { replies, open, toggle }; a reply itself has none. */
export function drawMessage(message, { compact = false, thread = null } = {}) {
  const nameId = freshId("by");
  const isPrivate = Boolean(message.ephemeral);
  const kind = ["message", compact && "compact", isPrivate && "private", message.blocks && "drawn"].filter(Boolean).join(" ");
  const node = h("article", { class: kind, "aria-labelledby": nameId, data: { ts: message.ts } });
  node.append(
    h("div", { class: "gutter" }, compact ? time(message) : avatar(message.bot_id ? store.data.bot.id : message.user)),
    h("div", { class: "content" },
      isPrivate ? privateLine(message) : null,
      h("p", { class: compact ? "sr by" : "by", id: nameId }, author(message), compact ? null : time(message)),
      body(message),
      thread ? threadOf(message, thread) : null));
  return node;
}

function author(message) {
  const app = message.bot_id ? h("span", { class: "tag", text: "app" }) : null;
  return [h("strong", { text: nameOf(message) }), app];
}

const time = (message) =>
  h("time", { class: "at", datetime: new Date(message.ts * 1000).toISOString(), title: fullTime(message.ts * 1000), text: clockTime(message.ts * 1000) });

function body(message) {
  const edited = message.edited ? h("span", { class: "edited", text: "(edited)" }) : null;
  if (!message.blocks?.length) return h("div", { class: "words literal" }, mrkdwn(message.text || ""), edited);
  const scene = {
    kind: "message",
    key: `${store.channel}/${message.ts}`,
    press: async (action) => {
      emit("step", action.action_id);
      await must("/demo/press", { as: store.me, channel: store.channel, ts: message.ts, ...action });
      await refresh();
    },
  };
  return h("div", { class: message.bot_id && !message.ephemeral ? "blocks card" : "blocks" }, drawBlocks(message.blocks, scene), edited);
}

function privateLine(message) {
  const put = () => {
    store.dismissed.add(`${store.channel}/${message.ts}`);
    emit("changed");
  };
  return h("p", { class: "private-line" }, h("span", { text: "Only visible to you" }),
    h("button", { type: "button", class: "quiet", text: "Dismiss", on: { click: put } }));
}

function threadOf(message, { replies, open, toggle }) {
  if (message.ephemeral) return null;
  const key = `${store.channel}/${message.ts}/thread`;
  const count = replies.length || message.reply_count || 0;
  const words = count ? `${count} ${count === 1 ? "reply" : "replies"}` : open ? "Hide" : "Reply";
  const button = h("button", {
    type: "button",
    class: count ? "quiet thread-toggle" : "quiet thread-toggle bare",
    text: words,
    "aria-expanded": String(open),
    data: { key },
    on: { click: () => toggle(!open) },
  });
  if (!open) return h("div", { class: "thread" }, button);
  return h("div", { class: "thread" }, button,
    h("div", { class: "replies" }, replies.map((reply) => drawMessage(reply)), replyForm(message)));
}

/** What is being written, by thread, so that a redrawn message does not lose it. */
const drafts = new Map();

function replyForm(message) {
  const key = `${store.me}/${store.channel}/${message.ts}/reply`;
  const field = h("input", { type: "text", "aria-label": "Reply in the thread", placeholder: "Reply", data: { key } });
  field.value = drafts.get(key) || "";
  field.addEventListener("input", () => drafts.set(key, field.value));
  const send = h("button", { type: "submit", class: "plain", text: "Reply" });
  const form = h("form", { class: "reply" }, field, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    busy(send, async () => {
      await must("/demo/say", { as: store.me, channel: store.channel, text, thread_ts: message.ts });
      drafts.delete(key);
      await refresh();
    });
  });
  return form;
}
