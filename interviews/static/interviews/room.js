/** The check and the room are one page, so that the click on Start may begin the sound: this wires both. */

import { restoreCaptions, showCaption, showNewest } from "./captions.js";
import { Connection } from "./connection.js";
import { setUpControls } from "./controls.js";
import { noteCut, reportCut, watchSleep } from "./cut.js";
import { moveRing, promiseTime, setFloor, setMuted, showPatience, showProgress } from "./floor.js";
import { watchLevel } from "./level.js";
import { openMicrophone, setUpMicrophone } from "./microphone.js";
import { stopWatching, watchForAgent } from "./missing.js";
import { byId, config, fetchState } from "./page.js";
import { comeBack } from "./rejoin.js";
import { getState, setState } from "./state.js";
import { playTone } from "./tone.js";
import { followTrouble, hideTrouble, showTrouble } from "./trouble.js";
import { stayAwake } from "./wake.js";

const AGENT_FLOORS = new Set(["listening", "thinking", "speaking"]);

let connection = Connection.prepare(callbacks());
connection.catch(() => {});
let muted = false;
let stopMicrophoneLevel = () => {};

async function start() {
  performance.mark("parley:start-click");
  hideTrouble();
  setState("joining");
  setFloor("joining");
  showNewest();
  muted = false;
  setMuted(muted);
  byId("question").focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
  try {
    await enter();
  } catch (error) {
    await failToJoin(error);
  }
}

async function enter() {
  const visit = await connection;
  await visit.join();
  if (muted) await visit.setMuted(muted);
  watchForAgent({ onOver: finish });
  stayAwake();
  stopMicrophoneLevel = watchLevel(await openMicrophone(), (level) => moveRing("candidate", level));
}

/** A microphone that was refused is explained where it is set up; anything else where the room would be. */
async function failToJoin(error) {
  renew();
  if (error instanceof DOMException && error.name !== "AbortError") {
    setState("check");
    byId("blocked").focus();
    return;
  }
  if (error.code === "interview_over") return location.assign(config.doneUrl);
  setState("error");
  showTrouble("connect", { again: start }, error.message && error.code ? error.message : "");
}

/** A room object that failed or ended is not used twice. */
function renew() {
  stopWatching();
  stopMicrophoneLevel();
  connection.then((visit) => visit.leave()).catch(() => {});
  connection = Connection.prepare(callbacks());
  connection.catch(() => {});
}

function callbacks() {
  return {
    agent(participant) {
      if (participant || getState() !== "live") return;
      followTrouble(null);
      setState("joining");
      setFloor("returning");
      watchForAgent({ lost: true, onOver: finish });
    },
    agentTrack(track) {
      performance.mark("parley:agent-track");
      stopWatching();
      hideTrouble();
      setState("live");
      watchLevel(track.mediaStreamTrack, (level) => moveRing("agent", level));
    },
    attributes: followAgent,
    caption: showCaption,
    reconnecting() {
      noteCut();
      setState("reconnecting");
      setFloor("reconnecting");
    },
    async reconnected() {
      const visit = await connection;
      setState(visit.agent ? "live" : "joining");
      setFloor(visit.agent ? "listening" : "returning");
      if (visit.agent) followAgent(visit.agent.attributes);
      else watchForAgent({ lost: true, onOver: finish });
      tellOfCut();
      const state = await fetchState();
      if (state) restore(state);
    },
    disconnected,
  };
}

function tellOfCut() {
  if (getState() === "live") reportCut((cut) => ask("parley.back", cut));
}

function followAgent(attributes) {
  const floor = attributes["lk.agent.state"];
  const room = JSON.parse(attributes["parley.room"] ?? "{}");
  if (AGENT_FLOORS.has(floor) && getState() !== "reconnecting") setFloor(floor);
  showProgress(room);
  if (room.patience) showPatience(room.patience);
  followTrouble(room.trouble);
  if (room.finished && floor !== "speaking") finish();
}

function finish() {
  if (getState() === "ended") return;
  setState("ended");
  setFloor("ended");
  location.assign(config.doneUrl);
}

async function disconnected(reason) {
  const { DisconnectReason } = (await connection).lk;
  if (reason === DisconnectReason.CLIENT_INITIATED || ["ended", "error", "check"].includes(getState())) return;
  renew();
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
    setState("error");
    setFloor("ended");
    return showTrouble("tab", { here: start });
  }
  setState("reconnecting");
  setFloor("reconnecting");
  const state = await fetchState();
  if (state?.finished) return finish();
  await returnToRoom();
}

/** The library has given up. A tab that was taken over never comes here: two would throw each other out. */
async function returnToRoom() {
  try {
    await comeBack(() => enter().catch(renewed));
  } catch (error) {
    if (error.code === "interview_over") return finish();
    setState("error");
    setFloor("ended");
    return showTrouble("lost", { again: start });
  }
  if (getState() === "reconnecting") {
    setState("joining");
    setFloor("returning");
  }
  const state = await fetchState();
  if (state) restore(state);
}

function renewed(error) {
  renew();
  throw error;
}

function restore(state) {
  restoreCaptions(state.captions);
  showProgress(state);
}

async function ask(method, payload = {}) {
  try {
    await (await connection).ask(method, payload);
    return true;
  } catch {
    return false;
  }
}

setUpControls({
  done: () => ask("parley.done"),
  repeat: () => ask("parley.repeat"),
  async moment() {
    if (await ask("parley.moment")) promiseTime();
  },
  patience: () => ask("parley.patience"),
  async mute() {
    muted = !muted;
    await (await connection).setMuted(muted);
    setMuted(muted);
  },
});
window.addEventListener("offline", () => noteCut());
window.addEventListener("online", tellOfCut);
watchSleep(tellOfCut);
byId("leave-form").addEventListener("submit", () => ask("parley.leave"));
byId("start").addEventListener("click", start);
// Until now a click would have been lost.
byId("start").disabled = false;
byId("tone").addEventListener("click", playTone);
if (config.resume) restore(config.resume);
setUpMicrophone();
setState("check");
