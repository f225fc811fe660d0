// Elements made by hand: data only ever becomes text nodes and attributes, never markup.

/** An element. `props`: class, text, on (listeners), data (data-*), vars (CSS variables); anything else is an attribute. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "vars") for (const [key, word] of Object.entries(value)) node.style.setProperty(`--${key}`, word);
  else node.setAttribute(name, value === true ? "" : String(value));
}

export const byId = (id) => document.getElementById(id);

/** Replaces children only when something differs, so that focus and selection survive an idle refresh. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

let last = 0;

/** An id no other element has. */
export const freshId = (word) => `${word}-${++last}`;

// What lies outside an open dialog is neither heard nor clickable, so news goes inside the topmost one.
const inFront = (kind) => [...document.querySelectorAll(`dialog[open] .${kind}`)].at(-1) || byId(kind);

/** Says something to people who listen to the page. */
export function announce(sentence) {
  const line = h("p", { text: sentence });
  inFront("news").append(line);
  setTimeout(() => line.remove(), 8_000);
}

/** Shows a problem for a while; it can be put away by hand. */
export function toast(sentence) {
  const note = h("p", { class: "toast" }, h("span", { text: sentence }));
  const away = h("button", { type: "button", class: "quiet", text: "Hide", on: { click: () => note.remove() } });
  note.append(away);
  inFront("toasts").append(note);
  setTimeout(() => note.remove(), 12_000);
}

/** Runs `work` while its button shows that it is under way; a second press meanwhile does nothing. */
export async function busy(button, work) {
  if (button?.getAttribute("aria-busy") === "true") return undefined;
  button?.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
  try {
    return await work();
  } catch (problem) {
    toast(problem.message);
    return undefined;
  } finally {
    button?.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
  }
}

/** Where the focus is, in words that still find it after its surroundings were drawn anew. */
export function focusKey(node = document.activeElement) {
  return { node, key: node?.closest?.("[data-key]")?.dataset.key };
}

/** Brings the focus back to a place remembered by `focusKey`. */
export function refocus({ node, key }) {
  const again = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const target = again || (node?.isConnected && node !== document.body ? node : byId("composer-text"));
  target.focus({ preventScroll: true });
}
