// The panel at the right: what is recorded, what the platforms refused, and the clock. Tabs as ARIA describes them.

import { byId, h } from "./dom.js";
import { clockTab } from "./clock.js";
import { drawerClose, openDrawer } from "./drawers.js";
import { drawLedger, drawRefused, ledgerTab, refusedTab } from "./ledger.js";
import { on } from "./store.js";

const TABS = [
  { id: "ledger", word: "Ledger", make: ledgerTab },
  { id: "refused", word: "Refused", make: refusedTab },
  { id: "clock", word: "Clock", make: clockTab },
];

export function startPanel() {
  const tabs = TABS.map((tab) => h("button", {
    type: "button",
    role: "tab",
    id: `tab-${tab.id}`,
    "aria-controls": `pane-${tab.id}`,
    on: { click: () => showTab(tab.id) },
  }, h("span", { text: tab.word }), tab.id === "refused" ? h("span", { class: "count", id: "refused-count", hidden: true }) : null));
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Recorded" }, tabs);
  list.addEventListener("keydown", (event) => steer(event, tabs));
  const panes = TABS.map((tab) =>
    h("div", { class: "pane", role: "tabpanel", id: `pane-${tab.id}`, "aria-labelledby": `tab-${tab.id}`, tabindex: "0" }, tab.make()));
  byId("panel").append(h("h2", { id: "panel-title", text: "Recorded" }), list, ...panes, drawerClose());
  showTab("ledger");
  on("ledger", drawLedger);
  on("changed", drawRefused);
}

export function showTab(id) {
  for (const tab of TABS) {
    const here = tab.id === id;
    byId(`tab-${tab.id}`).setAttribute("aria-selected", String(here));
    byId(`tab-${tab.id}`).tabIndex = here ? 0 : -1;
    byId(`pane-${tab.id}`).hidden = !here;
  }
}

/** Brings a tab in sight from elsewhere on the page. */
export function revealTab(id) {
  showTab(id);
  openDrawer("panel");
  byId(`tab-${id}`).focus();
}

function steer(event, tabs) {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const from = tabs.indexOf(document.activeElement);
  const to = move ? (from + move + tabs.length) % tabs.length : { Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined || from < 0) return;
  event.preventDefault();
  showTab(TABS[to].id);
  tabs[to].focus();
}
