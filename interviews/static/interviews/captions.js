/** The captions of both sides: one line an utterance, the newest in sight unless somebody scrolled back. */

import { byId } from "./page.js";

const NEAR_PX = 48;

const list = byId("captions");
const newest = byId("captions-newest");
const lines = new Map();

/** Show or replace the utterance `id`. `role`: agent | candidate. */
export function showCaption({ id, role, text, final }) {
  if (!text.trim()) return;
  const follow = isAtEnd();
  let line = lines.get(id);
  if (!line) {
    line = makeLine(role);
    lines.set(id, line);
    list.append(line);
    byId("captions-empty").hidden = true;
  }
  line.querySelector(".caption-text").textContent = text;
  line.classList.toggle("caption-interim", !final);
  keepPlace(follow);
}

/** Start again from what the database holds: `turns` are `{role, text}` in order. */
export function restoreCaptions(turns) {
  lines.forEach((line) => line.remove());
  lines.clear();
  turns.forEach((turn, index) => showCaption({ id: `stored-${index}`, final: true, ...turn }));
  showNewest();
}

/** Scroll to the end; needed again when the list, filled while it was hidden, comes into sight. */
export function showNewest() {
  list.scrollTop = list.scrollHeight;
  newest.hidden = true;
}

function makeLine(role) {
  const line = byId("caption-template").content.firstElementChild.cloneNode(true);
  line.classList.add(`caption-${role}`);
  line.querySelector(".caption-who").textContent = list.dataset[role];
  return line;
}

const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;

function keepPlace(follow) {
  if (follow) list.scrollTop = list.scrollHeight;
  newest.hidden = follow;
}

let following = true;
list.addEventListener("scroll", () => {
  following = isAtEnd();
  if (following) newest.hidden = true;
});
// A message above takes some of the list's height.
new ResizeObserver(() => following && showNewest()).observe(list);
newest.addEventListener("click", () => {
  showNewest();
  list.focus();
});
