// Puts the page together.

import { listen } from "./api.js";
import { drawClock, startClock } from "./clock.js";
import { drawComposer, startComposer } from "./composer.js";
import { drawConversation, startConversation } from "./conversation.js";
import { byId } from "./dom.js";
import { startDrawers } from "./drawers.js";
import { draw as drawHints, startHints } from "./hints.js";
import { showViews } from "./modal.js";
import { revealTab, startPanel } from "./panel.js";
import { drawPeople, startPeople } from "./people.js";
import { drawRail } from "./rail.js";
import { on, refresh, store } from "./store.js";
import { showDialog } from "./teams-dialog.js";
import { drawTeams, showPlatform, startTeams } from "./teams.js";
import { startTheme } from "./theme.js";

/** Says why nothing new can be shown, until something can. */
function reached(problem) {
  const line = byId("offline");
  const settingUp = store.afresh || problem?.status === 503;
  const why = settingUp ? "The practice is being set up. This takes a few seconds." : `${problem?.message} The page tries again by itself.`;
  const words = problem ? why : "";
  if (line.textContent === words) return;
  line.hidden = !problem;
  line.classList.toggle("calm", settingUp);
  line.textContent = words;
}

const again = () => refresh().catch(reached);

function start() {
  startTheme();
  startPanel();
  startDrawers();
  startPeople();
  startComposer();
  startConversation();
  startTeams();
  startClock(() => revealTab("clock"));
  startHints();
  const slack = () => store.platform === "teams" || drawConversation();
  for (const draw of [drawPeople, showPlatform, slack, drawTeams, drawRail, drawHints, drawComposer, drawClock, showViews, showDialog]) on("changed", draw);
  on("reached", reached);
  listen(again, reached);
  again();
}

start();
