/** Who has the floor, as a ring and in words; and where in the interview we are. */

import { byId } from "./page.js";

const floor = byId("floor");

/** `name`: joining | listening | thinking | speaking | reconnecting | returning | ended. */
export function setFloor(name) {
  if (floor.dataset.floor === name) return;
  floor.dataset.floor = name;
  const words = byId("floor-texts").content.querySelector(`[data-floor="${name}"]`);
  byId("floor-words").textContent = words.dataset.words;
  byId("floor-hint").textContent = words.dataset.hint;
}

/** Say that the silence is wanted, until the floor changes hands. */
export function promiseTime() {
  byId("floor-hint").textContent = byId("floor-texts").content.querySelector("[data-moment]").dataset.moment;
}

/** `source`: agent | candidate; `level` 0..1 moves the ring only for whoever has the floor. */
export function moveRing(source, level) {
  const owner = floor.dataset.floor === "speaking" ? "agent" : "candidate";
  if (source === owner) floor.style.setProperty("--level", level.toFixed(3));
}

export function setMuted(muted) {
  floor.dataset.muted = muted;
}

/** Show the question that was asked last, and how far we are. `progress` as in the agent's attribute. */
export function showProgress(progress) {
  if (progress.question_text) setText(byId("question"), progress.question_text);
  if (!progress.question_number) return;
  const minutes = Math.max(1, Math.round(progress.minutes_left));
  const line = byId("progress");
  const text = line.dataset.text
    .replace("{number}", progress.question_number)
    .replace("{count}", progress.question_count)
    .replace("{minutes}", minutes)
    .replace("{unit}", minutes === 1 ? line.dataset.one : line.dataset.many);
  setText(line, text);
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
