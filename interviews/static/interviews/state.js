/** The one state of the page, where tests and styles can see it, and the parts that show in each. */

import { byId } from "./page.js";

const IN_ROOM = new Set(["joining", "live", "reconnecting", "ended", "error"]);

/** `name`: check | queued | joining | live | reconnecting | ended | typed | error. */
export function setState(name) {
  document.documentElement.dataset.roomState = name;
  byId("check").hidden = name === "queued" || IN_ROOM.has(name);
  byId("queue").hidden = name !== "queued";
  byId("room").hidden = !IN_ROOM.has(name);
  document.querySelectorAll("[data-needs-live]").forEach((button) => {
    button.disabled = name !== "live";
  });
}

export const getState = () => document.documentElement.dataset.roomState;
