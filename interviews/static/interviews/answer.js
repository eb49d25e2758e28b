/** The typed answer: keeps the draft, counts its characters, sends with Ctrl and Enter. */

const field = () => document.getElementById("text");
const key = () => `parley-draft:${document.getElementById("answer-form").dataset.draft}`;

function count() {
  const words = document.getElementById("count");
  words.textContent = words.dataset.text.replace("{n}", field().value.length);
}

function setUp() {
  if (!field()) return;
  if (!field().value) field().value = localStorage.getItem(key()) ?? "";
  count();
}

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  localStorage.setItem(key(), field().value);
  count();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== field() || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  document.getElementById("send").click();
});

document.addEventListener("htmx:beforeRequest", () => {
  document.querySelectorAll("#answer-form button").forEach((button) => (button.disabled = true));
});

document.addEventListener("htmx:afterRequest", (event) => {
  document.querySelectorAll("#answer-form button").forEach((button) => (button.disabled = false));
  document.getElementById("send-failed").hidden = event.detail.successful;
});

// A draft is forgotten once its answer is stored: the reply then shows an empty field.
document.addEventListener("htmx:afterSwap", () => {
  if (!field()?.value) localStorage.removeItem(key());
  setUp();
  window.scrollTo({ top: 0 });
  field()?.focus({ preventScroll: true });
});

document.documentElement.dataset.roomState = "typed";
setUp();
