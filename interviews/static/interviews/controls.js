/** The buttons of the room and their letters on the keyboard. */

import { byId } from "./page.js";

const LETTERS = { d: "done", r: "repeat", m: "moment", t: "type" };

/** `actions`: {done, repeat, moment, patience, mute}; typing and leaving are plain forms of the page. */
export function setUpControls(actions) {
  for (const [name, act] of Object.entries(actions)) byId(`control-${name}`).addEventListener("click", act);
  byId("control-leave").addEventListener("click", () => byId("leave-dialog").showModal());
  byId("leave-stay").addEventListener("click", () => byId("leave-dialog").close());
  byId("letters").addEventListener("change", showLetters);
  document.addEventListener("keydown", press);
}

function showLetters() {
  byId("room").classList.toggle("no-letters", !byId("letters").checked);
}

function press(event) {
  const name = LETTERS[event.key.toLowerCase()];
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  const elsewhere = byId("room").hidden || byId("leave-dialog").open || event.target.closest("input, select, textarea");
  if (!name || busy || elsewhere || !byId("letters").checked) return;
  event.preventDefault();
  byId(`control-${name}`).click();
}
