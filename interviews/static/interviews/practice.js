/** The tips beside an answer that is being typed: switched on and off, and kept apart from sending the answer. */

const KEY = "parley-tips";
const OF_HTMX = ["htmx:beforeRequest", "htmx:beforeOnLoad", "htmx:afterRequest", "htmx:afterSwap"];

const live = () => document.getElementById("tips-live");

function isOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return live()?.checked ?? true;
  }
}

function setUp() {
  if (!live()) return;
  live().checked = isOn();
  document.getElementById("tips-switch").hidden = false;
}

document.addEventListener("change", (event) => {
  if (event.target !== live()) return;
  try {
    localStorage.setItem(KEY, live().checked ? "on" : "off");
  } catch {
    // Where nothing may be stored, the switch counts for this page.
  }
  if (live().checked) document.getElementById("tips-check").click();
});

// The page's own script follows the answer on its way; a request for tips is none of its business.
OF_HTMX.forEach((name) =>
  document.addEventListener(
    name,
    (event) => {
      if (!event.target.closest?.("#tips")) return;
      event.stopImmediatePropagation();
      if (name === "htmx:beforeRequest" && event.target.id === "tips-list" && !live().checked) event.preventDefault();
    },
    true,
  ),
);

// What says the same is not said again to whoever listens to the page.
document.addEventListener(
  "htmx:beforeSwap",
  (event) => {
    if (event.target.id !== "tips-list") return;
    const reply = new DOMParser().parseFromString(event.detail.serverResponse, "text/html").body;
    if (reply.textContent.trim() === event.target.textContent.trim()) event.detail.shouldSwap = false;
  },
  true,
);

// A new question comes with a new field and a new switch.
document.addEventListener("htmx:afterSettle", setUp);
setUp();
