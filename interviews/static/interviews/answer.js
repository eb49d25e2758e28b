/** The typed answer: sends it once, keeps the words while that lasts, tells what is asked next. */

import { field, form, keep, settle, takeUp } from "./draft.js";
import { showTrouble, troubleOf } from "./typed-trouble.js";

const isTouch = matchMedia("(pointer: coarse)").matches;

function setUp() {
  takeUp();
  if (!field()) return;
  count();
  document.querySelectorAll("#answer-form kbd").forEach((hint) => (hint.hidden = isTouch));
}

function count() {
  const words = document.getElementById("count");
  words.textContent = words.dataset.text.replace("{n}", field().value.length);
}

/** Nothing is pressed or typed while the words are on their way. */
function setBusy(busy) {
  form().querySelectorAll("button").forEach((button) => (button.disabled = busy));
  if (field()) field().readOnly = busy;
}

/** Say what has come: where we are, what is asked, what was answered; not all that was ever said. */
function announce() {
  const parts = [...document.querySelectorAll("#exchange [data-announce]")].map((element) => {
    const part = document.createElement("span");
    part.lang = element.lang || "en";
    part.textContent = `${element.textContent.trim()} `;
    return part;
  });
  document.getElementById("announcer").replaceChildren(...parts);
}

/** On a phone the keyboard would cover the question: there the question is where it goes on. */
function moveFocus() {
  const wrong = document.querySelector('#text[aria-invalid="true"]');
  const place = wrong ?? (isTouch ? null : field()) ?? document.querySelector("#answer-form [data-focus]");
  window.scrollTo({ top: 0 });
  (place ?? document.getElementById("question")).focus({ preventScroll: !wrong });
}

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  keep();
  count();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== field() || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  document.getElementById("send").click();
});

document.addEventListener("htmx:beforeRequest", () => setBusy(true));
// The reply is there, and not in the page yet. With DEBUG on, django-htmx would put a refusal in the place of
// the whole page, and of the words in it: it must not hear of one.
const onReply = (event) => (event.detail.xhr.status < 400 ? settle() : event.stopPropagation());
document.addEventListener("htmx:beforeOnLoad", onReply, { capture: true });
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status && xhr.status < 400) return;
  setBusy(false);
  showTrouble(troubleOf(xhr.status), requestConfig.parameters.action).scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:afterSwap", () => {
  setUp();
  announce();
});
// Not before htmx has taken the new form up: a key pressed at once would send it past the script.
document.addEventListener("htmx:afterSettle", moveFocus);

document.documentElement.dataset.roomState = "typed";
setUp();
