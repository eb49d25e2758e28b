// The plan's editor: what its buttons do comes from the server, as it does without scripts; here it comes
// without leaving the page. The minutes add up while they are typed, and nothing typed is left behind unasked.
const FORM = "#plan-form";
const LOOK_AGAIN_MS = 700;
let isUnsaved = false;
let isLeaving = false;
let timer = 0;

const form = () => document.querySelector(FORM);
const one = (selector, root = form()) => root.querySelector(selector);
const all = (selector, root = form()) => [...root.querySelectorAll(selector)];

function status(words) {
  const line = one("#plan-status");
  line.textContent = words ?? (isUnsaved ? line.dataset.dirty : line.dataset.clean);
}

function touched() {
  isUnsaved = true;
  status();
  addUp();
  clearTimeout(timer);
  timer = setTimeout(() => ask("check"), LOOK_AGAIN_MS);
}

// Sends everything that is typed and returns the page that answers it; null when none came.
async function send(act) {
  clearTimeout(timer);
  const typed = new URLSearchParams(new FormData(form()));
  typed.set("act", act);
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: typed });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector(FORM)) return page;
  } catch {
    // No answer is no loss: everything still stands in the form.
  }
  status("The server did not answer as expected. What you typed is still here; try again.");
  return null;
}

// Renews what is said about the plan, and leaves every field alone.
async function ask(act) {
  const page = await send(act);
  if (!page) return;
  for (const part of all("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    const open = opened(part);
    part.innerHTML = fresh.innerHTML;
    reopen(open);
  }
}

// Does what a button says, and shows the form that comes of it: what was unfolded stays so.
async function redraw(act, focusId) {
  form().inert = true;
  const page = await send(act);
  form().inert = false;
  if (!page) return;
  const open = opened(form());
  const fresh = page.querySelector(FORM);
  form().replaceWith(document.adoptNode(fresh));
  reopen(open);
  isUnsaved = true;
  status();
  const next = document.getElementById(fresh.dataset.focus || focusId);
  if (next) show(next);
}

const opened = (root) => all("details[open][id]", root).map((details) => details.id);
const reopen = (ids) => ids.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));

// Unfolds what an element is in, and puts the focus on it.
function show(element) {
  const part = element.closest(".plan-part");
  if (part) one(`#tab-${part.id.replace("part-", "")}`).checked = true;
  for (let at = element; at && at !== form(); at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  const inside = element.matches("[data-entry]") && element.querySelector("details");
  if (inside) inside.open = true;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function addUp() {
  const budget = one("[data-budget]");
  const entries = all("#f-questions > .entry:not(.removed)");
  const minutes = entries.map((entry) => number(`f-${entry.dataset.entry}-minutes`));
  const limit = number("f-minutes");
  const questions = minutes.reduce((sum, value) => sum + value, 0);
  const needed = questions + Number(budget.dataset.around);
  const over = Math.max(0, needed - limit);
  const shown = { needed, limit, questions, over };
  for (const [name, value] of Object.entries(shown)) one(`[data-${name}]`, budget).textContent = rounded(value);
  one("[data-over-words]", budget).hidden = !over;
  budget.classList.toggle("is-over", over > 0);
  one("[data-each]", budget).textContent = minutes.map(rounded).join(" + ");
  draw(one("[data-bar]", budget), minutes, Number(budget.dataset.around), limit);
}

function draw(bar, minutes, around, limit) {
  let start = 0;
  const parts = all("rect", bar);
  [...minutes, around].forEach((width, at) => {
    parts[at]?.setAttribute("x", start);
    parts[at]?.setAttribute("width", width);
    start += width;
  });
  one("[data-mark]", bar).setAttribute("x", limit);
  bar.setAttribute("viewBox", `0 0 ${Math.max(start, limit, 1)} 10`);
}

function number(id) {
  const value = Number(document.getElementById(id)?.value.trim().replace(",", ".") || 0);
  return value > 0 && value <= 240 ? value : 0;
}

const rounded = (value) => String(Math.round(value * 100) / 100);

// Moving needs no server: the order of the entries is the order in which they are sent.
function move(entry, isUp) {
  const next = (at) => (isUp ? at.previousElementSibling : at.nextElementSibling);
  let other = next(entry);
  while (other?.classList.contains("removed")) other = next(other);
  if (!other) return;
  if (isUp) other.before(entry);
  else other.after(entry);
  touched();
}

function onClick(event) {
  const link = event.target.closest("a[data-goto]");
  const target = link && document.getElementById(link.hash.slice(1));
  if (target) {
    event.preventDefault();
    show(target);
    return;
  }
  const button = event.target.closest("button[name=act]");
  if (!button || !form().contains(button) || button.value === "save") return;
  event.preventDefault();
  const [verb, name] = button.value.split(":");
  if (verb === "check") ask("check");
  else if (verb === "up" || verb === "down") {
    move(button.closest("[data-entry]"), verb === "up");
    button.focus();
  } else redraw(button.value, `f-${name}`);
}

function onChange(event) {
  if (event.target.name === "tab") return;
  if (event.target.matches("[data-redraws]")) redraw("check", event.target.id);
  else touched();
}

let dragged = null;

function onDragStart(event) {
  dragged = event.target.closest?.("[data-grip]")?.closest("[data-entry]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 12, 12);
  dragged.classList.add("is-dragged");
}

function onDragOver(event) {
  const over = event.target.closest?.("[data-entry]");
  if (!dragged || !over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged);
  else over.after(dragged);
}

function onDragEnd() {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  dragged = null;
  touched();
}

function start() {
  isUnsaved = "unsaved" in form().dataset;
  document.addEventListener("click", onClick);
  document.addEventListener("input", (event) => form().contains(event.target) && onChange(event));
  document.addEventListener("submit", (event) => (isLeaving ||= event.target === form()));
  document.addEventListener("dragstart", onDragStart);
  document.addEventListener("dragover", onDragOver);
  document.addEventListener("dragend", onDragEnd);
  addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isLeaving) event.preventDefault();
  });
  addEventListener("pageshow", () => (isLeaving = false));
  const refused = document.getElementById("refused");
  const next = refused ?? document.getElementById(form().dataset.focus);
  if (next) show(next);
}

start();
