// A post with its replies, or one message of the chat.

import { must, post, sentence } from "./api.js";
import { CardView } from "./card.js";
import { MESSAGE_MARKS, markdown } from "./card-text.js";
import { busy, freshId, h, toast } from "./dom.js";
import { avatar, nameOf } from "./people.js";
import { personOf, refresh, store } from "./store.js";
import { clockTime, fullTime } from "./time.js";

/** What drawn messages depend on; the same words mean they need not be drawn again. */
export const wordsOf = (messages) =>
  JSON.stringify([messages, personOf(store.me)?.tz, messages.flatMap((one) => one.files || []).map((id) => store.data.files[id]?.url)]);

const isBot = (message) => message.from === store.data.bot.id;
const author = (message) => nameOf({ user: message.from });

/** A channel's post: its replies are under it, and the line to answer. */
export function drawPost(message, replies) {
  const nameId = freshId("by");
  return h("article", { class: "post", "aria-labelledby": nameId, data: { id: message.id } },
    h("div", { class: "post-box" },
      h("div", { class: "post-head" }, avatar(message.from),
        h("p", { class: "by", id: nameId }, h("strong", { text: author(message) }), isBot(message) ? h("span", { class: "tag", text: "app" }) : null, time(message))),
      body(message),
      h("div", { class: "post-replies" }, replies.map(reply)),
      replyForm(message)));
}

function reply(message) {
  const nameId = freshId("by");
  return h("article", { class: "post-reply", "aria-labelledby": nameId, data: { id: message.id } }, avatar(message.from),
    h("div", { class: "post-reply-words" },
      h("p", { class: "by", id: nameId }, h("strong", { text: author(message) }), time(message)), body(message)));
}

/** A message of the personal chat: one's own at the right. */
export function drawChat(message) {
  const nameId = freshId("by");
  const mine = message.from === store.me;
  return h("article", { class: mine ? "bubble mine" : "bubble", "aria-labelledby": nameId, data: { id: message.id } },
    mine ? null : avatar(message.from),
    h("div", { class: "bubble-words" },
      h("p", { class: "by", id: nameId }, h("strong", { class: mine ? "sr" : "", text: author(message) }), time(message)),
      h("div", { class: "bubble-box" }, body(message))));
}

function time(message) {
  const ms = Date.parse(message.at);
  const edited = message.edited ? h("span", { class: "edited", text: "Edited" }) : null;
  return [h("time", { class: "at", datetime: message.at, title: fullTime(ms), text: clockTime(ms) }), edited];
}

function body(message) {
  return [
    message.text ? h("div", { class: "words literal" }, textOf(message)) : null,
    message.files?.length ? h("ul", { class: "sent-files" }, message.files.map(file)) : null,
    message.card ? card(message) : null,
    message.said ? note(message.said, "said") : null,
    message.error ? note(message.error, "failed") : null,
  ];
}

/** Words as they are, with mentions, or with Teams' markdown unless they are said to be plain. */
function textOf(message) {
  return message.textFormat === "plain" ? mentions(message.text) : markdown(message.text, message.mentions, MESSAGE_MARKS);
}

const mentions = (text) =>
  text.split(/(@Imprimatur)(?!\w)/).map((part, index) => (index % 2 ? h("span", { class: "mention", text: part }) : part));

function file(id) {
  const known = store.data.files[id];
  if (!known) return h("li", { class: "sent-file", text: "A file" });
  const face = known.mime.startsWith("image/") ? h("img", { src: known.url, alt: "" }) : h("span", { class: "file-face", "aria-hidden": "true", text: known.name.split(".").pop().slice(0, 4) });
  return h("li", { class: "sent-file" }, face, h("span", { text: known.name }));
}

/** Cards that were drawn, by person and message: an unchanged one keeps what was filled in, whatever else is new. */
const drawn = new Map();

function card(message) {
  const only = message.only_you ? h("p", { class: "only-you", text: "Shown only to you, until the card changes for everybody." }) : null;
  return h("div", { class: "card-frame" }, viewOf(message).node, only);
}

function viewOf({ id, card: shown }) {
  const [as, place] = [store.me, store.place];
  const key = `${as}/${place}/${id}`;
  const words = JSON.stringify([shown, personOf(as)?.tz]);
  if (drawn.get(key)?.words === words) return drawn.get(key).view;
  const press = async (action, values) => {
    const answer = await post("/demo/teams/press", { as, place, id, action, values });
    // What went wrong with the card stands under it; anything else is told in passing.
    if (!answer.ok && !answer.errors && !answer.error) toast(sentence());
    await refresh();
    return answer;
  };
  const view = new CardView(shown, { key, press });
  drawn.set(key, { words, view });
  return view;
}

const note = (words, kind) =>
  h("p", { class: `card-note ${kind}`, role: kind === "failed" ? "alert" : "status" }, h("span", { class: "card-note-whom", text: "Only you see this" }), h("span", { text: words }));

/** What is being written, by post, so that a redrawn post does not lose it. */
const drafts = new Map();

function replyForm(message) {
  const key = `${store.me}/${store.place}/${message.id}/reply`;
  const field = h("input", { type: "text", "aria-label": `Reply to ${author(message)}`, placeholder: "Reply", data: { key } });
  field.value = drafts.get(key) || "";
  field.addEventListener("input", () => drafts.set(key, field.value));
  const send = h("button", { type: "submit", class: "plain", text: "Reply" });
  const form = h("form", { class: "post-answer" }, field, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    busy(send, async () => {
      await must("/demo/teams/say", { as: store.me, place: store.place, text, thread: message.id });
      drafts.delete(key);
      field.value = "";
      await refresh();
    });
  });
  return form;
}
