/** Short times without a network, which the server does not notice: the interviewer is told of them. */

// A timer of a second that is so late ran on a machine that slept, ms; hidden pages have late timers anyway.
const SLEPT_MS = 3000;

let since = null;

/** Nothing gets through from now on, or since `at` (ms since the epoch: other clocks may stand still in sleep). */
export function noteCut(at = Date.now()) {
  since ??= at;
}

/** Call `awake` when the machine has slept. */
export function watchSleep(awake) {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => (last = Date.now()));
  setInterval(() => {
    const before = last;
    last = Date.now();
    if (document.hidden || last - before < SLEPT_MS) return;
    noteCut(before);
    awake();
  }, 1000);
}

/** It does again: `tell` sends the interviewer for how long it did not, ms; what fails is told the next time. */
export async function reportCut(tell) {
  if (since === null) return;
  const told = await tell({ away_ms: Math.max(0, Date.now() - since) });
  if (told) since = null;
}
