// Light or dark: as the system says until the person says otherwise.

import { byId, fill, h } from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");

const dark = () => (document.documentElement.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

function draw() {
  const button = byId("theme");
  button.setAttribute("aria-label", dark() ? "Light colours" : "Dark colours");
  button.title = button.getAttribute("aria-label");
  fill(button, h("span", { class: "halves", "aria-hidden": "true" }));
}

export function startTheme() {
  byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    draw();
  });
  system.addEventListener("change", draw);
  draw();
}
