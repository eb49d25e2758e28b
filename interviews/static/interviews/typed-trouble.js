/** What went wrong with sending, beside the field, and what to do about it. */

const TROUBLES = { 0: "offline", 403: "lost", 404: "lost", 409: "gone-on", 410: "over", 429: "many" };

const panel = () => document.getElementById("trouble");

/** The name of the trouble behind an HTTP status; 0 when there was no reply. */
export const troubleOf = (status) => TROUBLES[status] ?? "failed";

/** `action` is what could not be sent, and what a button to try again sends. */
export function showTrouble(name, action = "answer") {
  const words = document.querySelector(`[data-trouble="${name}"]`).content.cloneNode(true);
  words.querySelectorAll("[data-again]").forEach((button) => (button.value = action));
  panel().dataset.name = name;
  panel().replaceChildren(words);
  panel().hidden = false;
  return panel();
}
