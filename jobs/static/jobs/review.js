// The review queue by keyboard: which field is looked at, where it stands on the page, and single-letter keys.
const review = document.querySelector("[data-review]");
const KEYS_OFF = "parley.review.keysOff";
let current = "";

const fields = () => [...review.querySelectorAll("[data-field]")];
const fieldNow = () => review.querySelector(`[data-field="${current}"]`);
const pageText = () => document.getElementById("page-text");

function look(name) {
  current = name;
  for (const field of fields()) field.classList.toggle("is-current", field.dataset.field === name);
  let first = null;
  for (const mark of review.querySelectorAll("mark[data-fields]")) {
    const isHere = mark.dataset.fields.split(" ").includes(name);
    mark.classList.toggle("is-current", isHere);
    if (isHere) first ??= mark;
  }
  if (first) showMark(first);
}

function showMark(mark) {
  const panel = pageText();
  panel.scrollTop = mark.offsetTop - panel.clientHeight / 3;
}

function go(field) {
  if (!field) return;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = fields();
  const at = all.indexOf(fieldNow());
  go(all[Math.min(all.length - 1, Math.max(0, at + step))]);
}

function press(act) {
  fieldNow()?.querySelector(`[data-act="${act}"]`)?.click();
}

function edit(field) {
  const editor = field?.querySelector(".editor");
  if (!editor) return;
  editor.open = true;
  const input = editor.querySelector("textarea, input:not([type=hidden])");
  input.focus();
  if (input.tagName === "INPUT") input.select();
}

function leaveEditor(editor) {
  editor.querySelector("form").reset();
  editor.open = false;
  go(editor.closest("[data-field]"));
}

const LETTERS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  a: () => press("accept"),
  x: () => press("clear"),
  e: () => edit(fieldNow()),
};

function onKey(event) {
  const editor = event.target.closest?.(".editor[open]");
  if (editor) return onEditorKey(event, editor);
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS_OFF)) return;
  if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
  if (event.key.startsWith("Arrow") && !event.target.matches?.("[data-field]")) return;
  const act = LETTERS[event.key] ?? pageKey(event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function onEditorKey(event, editor) {
  if (event.key === "Escape") {
    event.preventDefault();
    leaveEditor(editor);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    editor.querySelector("form").requestSubmit();
  }
}

function pageKey(key) {
  const target = review.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return target && (() => target.click());
}

function isTyping(target) {
  return target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function onClick(event) {
  const opener = event.target.closest("[data-opens]");
  const closer = event.target.closest("[data-closes]");
  const shower = event.target.closest("[data-shows]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opens).showModal();
  } else if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  } else if (shower) {
    event.preventDefault();
    showOnPage(shower.dataset.shows);
  } else if (event.target.closest('[data-act="correct"]')) {
    event.preventDefault();
    edit(event.target.closest("[data-field]"));
  } else if (event.target.closest('[data-act="cancel"]')) {
    leaveEditor(event.target.closest(".editor"));
  }
}

function showOnPage(name) {
  const tab = review.querySelector('.review-tabs [value="page"]');
  const isNarrow = getComputedStyle(tab.closest(".review-tabs")).display !== "none";
  if (isNarrow) tab.checked = true;
  look(name);
  if (isNarrow) review.querySelector("mark.is-current")?.scrollIntoView({ block: "center" });
}

// Not every value stands on the page word for word: structured data is not seen there.
function hideDeadLinks() {
  for (const link of review.querySelectorAll("[data-shows]")) {
    link.hidden = !review.querySelector(`mark[data-fields~="${link.dataset.shows}"]`);
  }
}

// A field that was swapped by htmx: whoever worked in it goes on there, whoever is elsewhere by now stays.
function onSwap(event) {
  const field = event.target.closest?.("[data-field]") ?? document.getElementById(event.detail.target?.id);
  if (!field?.matches("[data-field]")) return;
  hideDeadLinks();
  const here = document.activeElement;
  if (here !== document.body && !field.contains(here)) return;
  if (field.querySelector(".editor[open]")) edit(field);
  else go(field);
}

function start() {
  hideDeadLinks();
  document.addEventListener("keydown", onKey);
  review.addEventListener("click", onClick);
  review.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-field]");
    if (field) look(field.dataset.field);
  });
  document.body.addEventListener("htmx:afterSettle", onSwap);
  for (const dialog of review.querySelectorAll("dialog[open]")) {
    dialog.close();
    dialog.showModal();
  }
  const keysOff = review.querySelector("[data-keys-off]");
  if (keysOff) {
    keysOff.checked = Boolean(localStorage.getItem(KEYS_OFF));
    keysOff.addEventListener("change", () => {
      if (keysOff.checked) localStorage.setItem(KEYS_OFF, "1");
      else localStorage.removeItem(KEYS_OFF);
    });
  }
  const wanted = location.hash.startsWith("#field-") && document.getElementById(location.hash.slice(1));
  go(wanted || review.querySelector("[data-field]:not(.settled)") || fields()[0]);
}

if (review) start();
