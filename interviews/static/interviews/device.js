/** Copies the link to another device. */

const copy = document.getElementById("copy");

copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.getElementById("device-url").textContent);
  copy.textContent = copy.dataset.done;
  document.getElementById("copied").textContent = copy.dataset.done;
});
