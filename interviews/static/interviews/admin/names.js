// Select2's boxes have no name of their own: take it from the field's label, once they are made.
addEventListener("load", () => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const box = field.nextElementSibling?.querySelector(".select2-selection");
    const label = field.labels[0]?.textContent.trim();
    if (!box || !label) continue;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", label);
  }
});
