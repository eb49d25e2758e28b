/** The draft: in this browser at once, on the server a moment later. What the server has is not kept here. */

import { showTrouble, troubleOf } from "./typed-trouble.js";

const PAUSE_MS = 800;
const RETRY_MS = 10_000;

export const form = () => document.getElementById("answer-form");
export const field = () => document.getElementById("text");

let saved = "";
let timer = null;
let request = null;
let closed = false;

/** Take over the field of a page that has just come, with what this browser still holds of it. */
export function takeUp() {
  closed = false;
  if (!field()) return;
  saved = field().defaultValue;
  const own = recall();
  if (own?.text.trim() && !wasSent(own.text)) field().value = together(own);
  // Whoever comes back writes on where the words end.
  field().setSelectionRange(field().value.length, field().value.length);
  if (!isSaved()) keep();
}

/** Keep what is in the field. */
export function keep() {
  remember();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
}

/** The server has all of it: nothing waits to be kept. */
export function settle() {
  clearTimeout(timer);
  request?.abort();
  closed = true;
  localStorage.removeItem(key());
}

const key = () => `parley-draft:${form().dataset.draft}`;
const asked = () => form().elements.asked.value;
const isSaved = () => closed || !field() || field().value === saved;

function remember() {
  try {
    localStorage.setItem(key(), JSON.stringify({ text: field().value, asked: asked(), saved }));
  } catch {
    // Storage may be full or forbidden; the server keeps it all the same.
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(key()));
  } catch {
    return null;
  }
}

/** Its answer was stored, and the page was closed before it heard of that. */
function wasSent(text) {
  const said = [...document.querySelectorAll(".caption-candidate .caption-text")];
  return said.some((line) => line.textContent.trim() === text.trim());
}

/** What only this browser has is newer than what it grew from; beside anything else it is put below. */
function together(own) {
  const grown = own.asked === asked() && own.saved === saved;
  if (grown || !saved || own.text.includes(saved)) return own.text;
  return saved.includes(own.text) ? saved : `${saved}\n\n${own.text}`;
}

async function save() {
  if (isSaved()) return;
  if (request) return keep();
  const text = field().value;
  request = new AbortController();
  try {
    const reply = await fetch(form().dataset.draftUrl, { method: "POST", body: body(), signal: request.signal });
    if (closed) return;
    if (reply.ok) await accept(text, await reply.json());
    else refuse(reply.status);
  } catch {
    if (!closed) fail();
  } finally {
    request = null;
  }
}

function body() {
  const data = new FormData(form());
  data.set("text", field().value);
  return data;
}

function accept(text, reply) {
  saved = text;
  say("saved");
  document.getElementById("where").textContent = reply.progress.trim();
  if (isSaved()) localStorage.removeItem(key());
  else keep();
}

function refuse(status) {
  if ([403, 404, 409, 410].includes(status)) showTrouble(troubleOf(status));
  else fail();
}

function fail() {
  say("unsaved");
  clearTimeout(timer);
  timer = setTimeout(save, RETRY_MS);
}

function say(name) {
  const line = document.getElementById("saved");
  if (line.textContent !== line.dataset[name]) line.textContent = line.dataset[name];
}

window.addEventListener("online", save);
// The last words before the page goes, in a request that outlives it.
window.addEventListener("pagehide", () => {
  if (!isSaved()) fetch(form().dataset.draftUrl, { method: "POST", body: body(), keepalive: true }).catch(() => {});
});
