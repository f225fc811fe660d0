// Puts the page together.

import { listen, SILENT } from "./api.js";
import { drawClock, startClock } from "./clock.js";
import { drawComposer, startComposer } from "./composer.js";
import { drawConversation, startConversation } from "./conversation.js";
import { byId, toast } from "./dom.js";
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

function reached(yes) {
  const line = byId("offline");
  if (line.hidden === yes) return;
  line.hidden = yes;
  line.textContent = yes ? "" : `${SILENT} The page tries again by itself.`;
}

const again = () => refresh().catch(() => reached(false));

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
  for (const draw of [drawPeople, showPlatform, slack, drawTeams, drawRail, drawComposer, drawClock, showViews, showDialog]) on("changed", draw);
  let first = true;
  on("changed", () => {
    if (first) drawHints();
    first = false;
  });
  on("reached", reached);
  listen(again, (yes) => (yes ? again() : reached(false)));
  refresh().catch((problem) => toast(problem.message));
}

start();
