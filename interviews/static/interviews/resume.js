/** Takes the code out of the address into the form, and out of the history of this browser. */

const field = document.getElementById("code");

if (location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  document.getElementById("code-field").hidden = true;
  history.replaceState(null, "", location.pathname);
}
