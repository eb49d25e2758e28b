/** What the server told the page: its addresses, its settings, and the form token. */

export const config = JSON.parse(document.getElementById("page-config").textContent);

export const byId = (id) => document.getElementById(id);

/** POST to `url`; resolves to the JSON reply, rejects with an Error that carries the server's `code`. */
export async function post(url) {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
  });
  const body = await reply.json().catch(() => ({}));
  if (reply.ok) return body;
  throw Object.assign(new Error(body.detail ?? ""), { code: body.error ?? "unreachable" });
}

/** What has been said so far, from the database; null when the server cannot be reached. */
export async function fetchState() {
  try {
    const reply = await fetch(config.stateUrl);
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}
