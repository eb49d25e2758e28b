/** Who has the floor, as a ring and in words; and where in the interview we are. */

import { byId } from "./page.js";

const floor = byId("floor");

/** `name`: joining | returning | listening | thinking | speaking | reconnecting | ended. */
export function setFloor(name) {
  if (floor.dataset.floor === name) return;
  floor.dataset.floor = name;
  byId("floor-words").textContent = words(name).words;
  showHint(name);
}

/** Say that the silence is wanted, until the floor changes hands. */
export const promiseTime = () => showHint("moment");

/** Say that nothing is heard, for as long as it is so. */
export function setMuted(muted) {
  floor.dataset.muted = muted;
  byId("control-mute").setAttribute("aria-pressed", muted);
  showHint(floor.dataset.floor);
}

/** Say whether longer pauses are waited for, `patience` being the agent's word for it. */
export function showPatience(patience) {
  const pressed = patience === "patient";
  if (pressed === isPatient()) return;
  byId("control-patience").setAttribute("aria-pressed", pressed);
  showHint(floor.dataset.floor);
}

const isPatient = () => byId("control-patience").getAttribute("aria-pressed") === "true";

function showHint(name) {
  byId("floor-hint").textContent = words(floor.dataset.muted === "true" ? "muted" : calmer(name)).hint;
}

const calmer = (name) => (name === "listening" && isPatient() ? "patient" : name);

const words = (name) => byId("floor-texts").content.querySelector(`[data-name="${name}"]`).dataset;

/** `source`: agent | candidate; `level` 0..1 moves the ring only for whoever has the floor. */
export function moveRing(source, level) {
  const owner = floor.dataset.floor === "speaking" ? "agent" : "candidate";
  if (source === owner) floor.style.setProperty("--level", level.toFixed(3));
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
