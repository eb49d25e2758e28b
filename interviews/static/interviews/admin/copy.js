// Copies the text of the element that a button's data-copy names, and says so on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "Copied";
  } catch {
    // Without HTTPS browsers refuse the clipboard: select it, so that Ctrl-C works.
    getSelection().selectAllChildren(source);
    button.textContent = "Press Ctrl-C";
  }
});
