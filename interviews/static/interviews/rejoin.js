/** Comes back into the room by itself: tries for two minutes, sooner when the network says that it is back. */

const PATIENCE_MS = 120_000;
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];
// The server has spoken: to try again is useless.
const FINAL = new Set(["interview_over", "consent_missing", "link_not_found", "link_expired", "link_revoked", "job_closed"]);

/** Call `enter` until it succeeds; rejects with its last error when there is no hope or no time left. */
export async function comeBack(enter) {
  const until = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await enter();
    } catch (error) {
      if (FINAL.has(error.code) || performance.now() > until) throw error;
    }
    await pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
  }
}

/** Resolves after `ms`, or when the network is back. */
function pause(ms) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
  });
}
