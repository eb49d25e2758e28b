/** What went wrong, what is kept, and what can be done: one panel, its texts in the page's templates. */

import { byId } from "./page.js";

const panel = byId("trouble");
let shown = "";

/** Show the template `trouble-<name>`; `actions` maps its `data-action` buttons to functions. */
export function showTrouble(name, actions = {}, detail = "") {
  panel.replaceChildren(byId(`trouble-${name}`).content.cloneNode(true));
  const words = panel.querySelector("[data-detail]");
  if (words && detail) words.textContent = detail;
  panel.querySelectorAll("[data-action]").forEach((button) => {
    button.addEventListener("click", () => {
      hideTrouble();
      actions[button.dataset.action]();
    });
  });
  panel.hidden = false;
  shown = name;
}

/** Show what troubles the interviewer, `name` as it says itself, for as long as it says so. */
export function followTrouble(name) {
  const wanted = name ? `agent-${name}` : "";
  if (wanted === shown) return;
  if (wanted) showTrouble(wanted);
  else if (shown.startsWith("agent-")) hideTrouble();
}

export function hideTrouble() {
  shown = "";
  panel.hidden = true;
  panel.replaceChildren();
}
