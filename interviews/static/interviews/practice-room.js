/** Tips on the last answer in the room: fetched while the interviewer speaks, read when somebody opens them. */

const floor = document.getElementById("floor");
const box = document.getElementById("room-tips");

async function fetchTips() {
  const reply = await fetch(box.dataset.url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!reply?.ok) return;
  const tips = await reply.text();
  document.getElementById("room-tips-list").innerHTML = tips;
  box.hidden = !tips.trim();
}

new MutationObserver(() => {
  if (floor.dataset.floor === "speaking") fetchTips();
}).observe(floor, { attributes: true, attributeFilter: ["data-floor"] });

// The controls stand over the end of the page.
box.addEventListener("toggle", () => {
  if (box.open) box.scrollIntoView({ block: "nearest" });
});
