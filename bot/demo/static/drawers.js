// On narrow screens the rail and the panel are drawers: inert while closed, closed by Escape and by the veil.

import { byId, h } from "./dom.js";

const DRAWERS = [
  { id: "rail", toggle: "rail-toggle", narrow: matchMedia("(max-width: 820px)") },
  { id: "panel", toggle: "panel-toggle", narrow: matchMedia("(max-width: 1120px)") },
];

/** Opens one drawer, or does nothing where it is always in sight. */
export function openDrawer(id) {
  const drawer = DRAWERS.find((one) => one.id === id);
  if (!drawer.narrow.matches) return;
  DRAWERS.forEach((one) => set(one, one === drawer));
  byId(id).querySelector("[aria-current], [aria-selected='true'], a, button")?.focus();
}

/** Closes what is open; the focus goes back to the button that opened it. */
export function closeDrawers() {
  for (const drawer of DRAWERS) {
    if (!byId(drawer.id).classList.contains("open")) continue;
    const inside = byId(drawer.id).contains(document.activeElement);
    set(drawer, false);
    if (inside) byId(drawer.toggle).focus();
  }
}

function set(drawer, open) {
  const node = byId(drawer.id);
  const shown = open && drawer.narrow.matches;
  node.classList.toggle("open", shown);
  node.inert = drawer.narrow.matches && !open;
  byId(drawer.toggle).setAttribute("aria-expanded", String(shown));
  const covered = DRAWERS.some((one) => byId(one.id).classList.contains("open"));
  byId("main").inert = covered;
  byId("teams").inert = covered;
  byId("veil").hidden = !covered;
}

/** The button in a drawer that puts it away; only narrow screens show it. */
export const drawerClose = () => h("button", { type: "button", class: "quiet drawer-close", text: "Hide", on: { click: closeDrawers } });

export function startDrawers() {
  for (const drawer of DRAWERS) {
    byId(drawer.toggle).addEventListener("click", () =>
      byId(drawer.id).classList.contains("open") ? closeDrawers() : openDrawer(drawer.id));
    drawer.narrow.addEventListener("change", () => set(drawer, false));
    set(drawer, false);
  }
  byId("veil").addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeDrawers();
  });
}
