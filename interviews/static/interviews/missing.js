/** Looks after an interviewer who is not there: tells the server again and again, and after a while people. */

import { config, post } from "./page.js";
import { getState } from "./state.js";
import { showTrouble } from "./trouble.js";

// Whoever was sent along with the candidate is on the way for so long.
const ON_THE_WAY_MS = 3000;
const TELL_AGAIN_MS = 3000;
const LATE_MS = 20_000;

let telling = null;
let late = null;

/** Until the room is live. `lost`: somebody was there and is not any more; `onOver`: the interview has ended. */
export function watchForAgent({ lost = false, onOver }) {
  stopWatching();
  if (getState() === "live") return;
  telling = setTimeout(() => tell(onOver), lost ? 0 : ON_THE_WAY_MS);
  late = setTimeout(() => showTrouble("late", { wait: () => watchForAgent({ lost: true, onOver }) }), LATE_MS);
}

export function stopWatching() {
  clearTimeout(telling);
  clearTimeout(late);
}

async function tell(onOver) {
  if (getState() !== "joining") return;
  try {
    await post(config.agentMissingUrl);
  } catch (error) {
    if (error.code === "interview_over") return onOver();
  }
  telling = setTimeout(() => tell(onOver), TELL_AGAIN_MS);
}
