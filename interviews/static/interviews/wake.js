/** Keeps a phone's screen on during the interview. */

let wanted = false;

async function request() {
  if (wanted && document.visibilityState === "visible") {
    await navigator.wakeLock?.request("screen").catch(() => {});
  }
}

export function stayAwake() {
  wanted = true;
  request();
}

document.addEventListener("visibilitychange", request);
