// Unfold's tabs and menus are links without an address: let the keyboard reach them.
for (const link of document.querySelectorAll("a[x-on\\:click]:not([href])")) {
  link.tabIndex = 0;
  link.setAttribute("role", "button");
  link.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}
