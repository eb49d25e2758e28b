/** The microphone: asked for once, shown on a meter, exchanged when another one is chosen. */

import { watchLevel } from "./level.js";
import { byId } from "./page.js";
import { showBlocked } from "./blocked.js";

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const HEARD = 0.12;

let track = null;
let pending = null;

/** The constraints a new track of the chosen device must meet. */
export function constraints() {
  const deviceId = byId("microphone").value;
  return deviceId ? { ...WANTED, deviceId: { exact: deviceId } } : WANTED;
}

/** Resolves to a live microphone track; shows how to unblock it and rejects when there is none. */
export function openMicrophone() {
  if (track?.readyState === "live") return Promise.resolve(track);
  pending ??= acquire().finally(() => (pending = null));
  return pending;
}

/** Let go of the microphone; it is opened again when it is needed. */
export function closeMicrophone() {
  track?.stop();
}

async function acquire() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints() });
    [track] = stream.getAudioTracks();
  } catch (error) {
    showBlocked(error.name);
    throw error;
  }
  byId("blocked").hidden = true;
  byId("microphone-on").hidden = true;
  byId("microphone-live").hidden = false;
  await listMicrophones();
  watchLevel(track, showLevel);
  return track;
}

function showLevel(level) {
  byId("meter").style.setProperty("--level", level.toFixed(3));
  if (level > HEARD && byId("meter-words").dataset.heard !== "true") {
    byId("meter-words").dataset.heard = "true";
    byId("meter-words").textContent = byId("meter-words").dataset.heardText;
  }
}

async function listMicrophones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const select = byId("microphone");
  const current = track.getSettings().deviceId;
  select.replaceChildren(
    ...devices
      .filter((device) => device.kind === "audioinput")
      .map((device, index) => {
        const name = device.label || `${select.dataset.unnamed} ${index + 1}`;
        return new Option(name, device.deviceId, false, device.deviceId === current);
      }),
  );
}

/** Let people turn the microphone on and choose another; turned on at once where it is already allowed. */
export async function setUpMicrophone() {
  byId("microphone-on").addEventListener("click", () => openMicrophone().catch(() => {}));
  byId("microphone").addEventListener("change", () => {
    track?.stop();
    openMicrophone().catch(() => {});
  });
  const permission = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
  if (permission?.state === "granted") openMicrophone().catch(() => {});
  if (permission?.state === "denied") showBlocked("NotAllowedError");
}
