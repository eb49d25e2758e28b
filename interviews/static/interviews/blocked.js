/** Help for a microphone that cannot be used: why, and what to do in this very browser. */

import { byId } from "./page.js";

const BROWSERS = [
  ["ios", /iPhone|iPad/],
  ["firefox", /Firefox/],
  ["edge", /Edg\//],
  ["chrome", /Chrome|Chromium/],
  ["safari", /Safari/],
];

/** `reason`: the name of the DOMException that getUserMedia ended in. */
export function showBlocked(reason) {
  const missing = ["NotFoundError", "OverconstrainedError"].includes(reason);
  const busy = reason === "NotReadableError";
  byId("blocked-denied").hidden = missing || busy;
  byId("blocked-missing").hidden = !missing;
  byId("blocked-busy").hidden = !busy;
  const [name] = BROWSERS.find(([, pattern]) => pattern.test(navigator.userAgent)) ?? ["chrome"];
  document.querySelectorAll("[data-browser]").forEach((help) => {
    help.open = help.dataset.browser === name;
  });
  byId("blocked").hidden = false;
}
