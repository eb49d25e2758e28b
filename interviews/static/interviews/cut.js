/** Short times without a network, which the server does not notice: the interviewer is told of them. */

let since = null;

/** Nothing gets through from now on. */
export function noteCut() {
  since ??= performance.now();
}

/** It does again: `tell` sends the interviewer for how long it did not, ms; what fails is told the next time. */
export async function reportCut(tell) {
  if (since === null) return;
  const told = await tell({ away_ms: Math.round(performance.now() - since) });
  if (told) since = null;
}
