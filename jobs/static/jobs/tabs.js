// Unfold's tabs are links without an address: let the keyboard reach them.
for (const tab of document.querySelectorAll("nav > a[x-on\\:click^=activeFieldsetTab]")) {
  tab.tabIndex = 0;
  tab.setAttribute("role", "button");
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    tab.click();
  });
}
