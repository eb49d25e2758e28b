/** The waiting place: asks for a way into the room until it is this candidate's turn. */

import { closeMicrophone } from "./microphone.js";
import { byId, config, post } from "./page.js";
import { getState, setState } from "./state.js";
import { playTone } from "./tone.js";

const ASK_AGAIN_MS = 2000;
const WAITING = new Set(["queued", "no_interviewer"]);
// A network that fails or a page that asked too often costs a turn of asking, not the place.
const PASSING = new Set(["unreachable", "too_many"]);

/** Resolves to the server's token reply, at once or when a place is free; rejects when there will be none. */
export async function waitForPlace() {
  for (;;) {
    try {
      const reply = await post(config.tokenUrl).catch(asUnreachable);
      if (getState() === "queued") welcome();
      return reply;
    } catch (error) {
      const waits = getState() === "queued";
      if (WAITING.has(error.code)) showPlace(error.message);
      else if (!waits || !PASSING.has(error.code)) throw error;
    }
    await pass(ASK_AGAIN_MS);
  }
}

let ticks;

/** Resolves after `ms`, in a page that nobody looks at, too: its place lasts only for as long as it asks. */
function pass(ms) {
  ticks ||= new Worker(new URL("./ticks.js", import.meta.url));
  return new Promise((resolve) => {
    ticks.onmessage = resolve;
    ticks.postMessage(ms);
  });
}

function asUnreachable(error) {
  throw error.code ? error : Object.assign(error, { code: "unreachable" });
}

/** Said once for each change, so that a screen reader does not repeat itself. */
function showPlace(sentence) {
  if (getState() !== "queued") {
    setState("queued");
    byId("queue-title").focus();
  }
  // Each time: the browser may have opened it only now.
  closeMicrophone();
  const words = byId("queue-words");
  if (words.textContent !== sentence) words.textContent = sentence;
}

function welcome() {
  playTone();
  setState("joining");
  byId("question").focus({ preventScroll: true });
}
