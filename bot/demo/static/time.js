// Times in the zone of the person looking, and Slack's date tokens, relative to the workspace's clock.

import { h } from "./dom.js";
import { now, zone } from "./store.js";

const format = (ms, options) => new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options }).format(ms);

export const clockTime = (ms) => format(ms, { hour: "numeric", minute: "2-digit" });
export const dayKey = (ms) => {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(ms).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
};
export const fullTime = (ms) =>
  format(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" });

const DAY = 86_400_000;

function pretty(ms, plain) {
  const key = dayKey(ms);
  if (key === dayKey(now())) return "today";
  if (key === dayKey(now() - DAY)) return "yesterday";
  if (key === dayKey(now() + DAY)) return "tomorrow";
  return plain(ms);
}

const ordinal = (day) => {
  const tail = day % 100 > 10 && day % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][day % 10] || "th";
  return `${day}${tail}`;
};

const long = (ms, weekday) => {
  const day = ordinal(Number(format(ms, { day: "numeric" })));
  const head = weekday ? `${format(ms, { weekday: "long" })}, ` : "";
  return `${head}${format(ms, { month: "long" })} ${day}, ${format(ms, { year: "numeric" })}`;
};
const short = (ms) => format(ms, { month: "short", day: "numeric", year: "numeric" });

/** "3 minutes ago", "in 2 days"; "1 day ago" and not "yesterday", as Slack words it. */
export function ago(ms) {
  const seconds = Math.round((ms - now()) / 1000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  for (const [unit, size] of [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 0 ? "in a moment" : "just now";
}

const TOKENS = {
  date_num: dayKey,
  date_slash: (ms) => format(ms, { month: "2-digit", day: "2-digit", year: "numeric" }),
  date: (ms) => long(ms, false),
  date_short: short,
  date_long: (ms) => long(ms, true),
  date_pretty: (ms) => pretty(ms, (at) => long(at, false)),
  date_short_pretty: (ms) => pretty(ms, short),
  date_long_pretty: (ms) => pretty(ms, (at) => long(at, true)),
  day_divider_pretty: (ms) => pretty(ms, (at) => format(at, { weekday: "long", month: "long", day: "numeric" })),
  time: clockTime,
  time_secs: (ms) => format(ms, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

export const tokens = (form, ms) => form.replace(/\{(\w+)\}/g, (all, name) => (TOKENS[name] ? TOKENS[name](ms) : all));

/** A <time> that is written anew as the workspace's clock moves. */
export function moment(seconds, form = "{date_short_pretty} at {time}") {
  const ms = seconds * 1000;
  return h("time", {
    datetime: new Date(ms).toISOString(),
    title: fullTime(ms),
    text: tokens(form, ms),
    data: { form, at: String(ms) },
  });
}

/** Writes every <time> anew. */
export function tick() {
  for (const node of document.querySelectorAll("time[data-form]")) {
    const text = tokens(node.dataset.form, Number(node.dataset.at));
    if (node.textContent !== text) node.textContent = text;
  }
}

/** Milliseconds by which `tz` is ahead of UTC at a moment. */
function ahead(ms, tz) {
  const options = { timeZone: tz, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-US", options).formatToParts(ms).map((one) => [one.type, Number(one.value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(ms / 1000) * 1000;
}

/** "2026-11-24T09:30" in the person's zone → seconds since 1970. */
export function toSeconds(wall) {
  const naive = Date.parse(`${wall}Z`);
  if (Number.isNaN(naive)) return null;
  const guess = naive - ahead(naive, zone());
  return (naive - ahead(guess, zone())) / 1000;
}

/** Seconds since 1970 → "2026-11-24T09:30" in the person's zone. */
export const toWall = (seconds) => new Date(seconds * 1000 + ahead(seconds * 1000, zone())).toISOString().slice(0, 16);

/** "Central Standard Time" for the person's zone. */
export const zoneName = () =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone(), timeZoneName: "long" }).formatToParts(now())
    .find((part) => part.type === "timeZoneName").value;
