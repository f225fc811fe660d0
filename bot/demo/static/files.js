// A field that takes files: uploads at once, shows how far each one is, and lets go of any of them.

import { upload } from "./api.js";
import { announce, h } from "./dom.js";
import { store } from "./store.js";

const size = (bytes) =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
const ending = (name) => name.split(".").pop().toLowerCase();

/** Slack's file_input. */
export function fileInput(element, at) {
  const limit = element.max_files || 10;
  const types = element.filetypes || [];
  const held = [];
  const list = h("ul", { class: "files" });
  const problem = h("p", { class: "error", role: "alert", hidden: true });
  const control = h("input", {
    type: "file",
    id: at.id,
    class: "sr",
    "aria-describedby": at.describedBy,
    multiple: limit > 1,
    accept: types.map((type) => `.${type}`).join(",") || undefined,
  });
  const words = `Choose ${limit > 1 ? "files" : "a file"}`;
  const kinds = types.length ? `${types.join(", ")} · ` : "";
  const zone = h("div", { class: "drop" }, control,
    h("div", { class: "drop-label", "aria-hidden": "true", on: { click: () => control.click() } }, h("span", { class: "drop-word", text: words }),
      h("span", { class: "hint", text: `${kinds}${limit === 1 ? "one" : `up to ${limit}`}` })));

  const say = (sentence) => {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  };
  const take = (files) => {
    say("");
    at.touched?.();
    for (const file of files) {
      if (types.length && !types.includes(ending(file.name))) say(`${file.name} is of a kind this form does not take. It takes ${types.join(", ")}.`);
      else if (held.length >= limit) say(`This form takes at most ${limit} file${limit === 1 ? "" : "s"}.`);
      else start(file);
    }
  };
  const start = (file) => {
    const entry = { name: file.name, size: file.size, id: null, stop: new AbortController() };
    held.push(entry);
    list.append(row(entry, () => drop(entry)));
    const moved = (share) => { entry.bar.value = share; };
    upload(store.me, file, moved, entry.stop.signal).then((answer) => arrive(entry, answer), (error) => {
      drop(entry);
      say(`${file.name}: ${error.message}`);
    });
  };
  const arrive = (entry, answer) => {
    Object.assign(entry, { id: answer.id, mime: answer.mime || "", url: answer.url || `/demo/files/${answer.id}` });
    finish(entry);
    announce(`${entry.name} is uploaded`);
    at.changed?.(held.map((one) => one.id));
  };
  const drop = (entry) => {
    entry.stop?.abort();
    held.splice(held.indexOf(entry), 1);
    entry.node.remove();
    control.focus();
  };
  control.addEventListener("change", () => {
    take([...control.files]);
    control.value = "";
  });
  dropping(zone, take);
  return {
    node: h("div", { class: "file-input" }, list, zone, problem),
    control,
    read: () => ({ type: element.type, files: held.filter((one) => one.id).map(({ id, name }) => ({ id, name })) }),
    write: (state) => {
      for (const { id, name } of state.files || []) {
        const known = store.data.files[id] || {};
        const entry = { id, name, size: known.size || 0, mime: known.mime || "", url: known.url || `/demo/files/${id}` };
        held.push(entry);
        list.append(row(entry, () => drop(entry)));
        finish(entry);
      }
    },
    check: () => (held.some((one) => !one.id) ? "Please wait until the upload has finished." : ""),
  };
}

function row(entry, remove) {
  entry.bar = h("progress", { max: 1, value: 0, "aria-label": `Uploading ${entry.name}` });
  entry.face = h("span", { class: "file-face", "aria-hidden": "true", text: ending(entry.name).slice(0, 4) });
  const away = h("button", { type: "button", class: "quiet", text: "Remove", "aria-label": `Remove ${entry.name}`, on: { click: remove } });
  const words = h("span", { class: "file-words" }, h("span", { class: "file-name", text: entry.name }),
    h("span", { class: "hint", text: entry.size ? size(entry.size) : "" }));
  entry.node = h("li", { class: "file" }, entry.face, words, entry.bar, away);
  return entry.node;
}

function finish(entry) {
  entry.bar.remove();
  if (!entry.mime.startsWith("image/")) return;
  const picture = h("img", { class: "file-face", src: entry.url, alt: "" });
  picture.addEventListener("error", () => picture.replaceWith(entry.face), { once: true });
  entry.face.replaceWith(picture);
}

function dropping(zone, take) {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
}
