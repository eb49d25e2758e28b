/** The way into the room: connects, publishes the microphone, and tells what happens there. */

import { loadLivekit } from "./livekit.js";
import { constraints, openMicrophone } from "./microphone.js";
import { config } from "./page.js";
import { waitForPlace } from "./queue.js";

const RPC_TIMEOUT_MS = 4000;
// Whoever comes out of a tunnel is back within seconds: by itself the library waits up to 7 s for its next try.
const AGAIN_MS = 1500;
// By then the page asks for a new way in.
const GIVE_UP_MS = 60_000;

/**
 * One visit to the room. `on` holds the callbacks agent(participant | null), agentTrack(track),
 * attributes(values), caption(values), reconnecting(), reconnected(), disconnected(reason).
 */
export class Connection {
  constructor(lk, on) {
    this.lk = lk;
    this.on = on;
    this.agent = null;
    this.joined = false;
    const nextRetryDelayInMs = ({ retryCount, elapsedMs }) =>
      elapsedMs < GIVE_UP_MS ? Math.min(300 * retryCount, AGAIN_MS) : null;
    this.room = new lk.Room({ adaptiveStream: false, dynacast: false, reconnectPolicy: { nextRetryDelayInMs } });
    this.room.prepareConnection(config.serverUrl);
    this.listen();
  }

  /** Load the library and make a connection that only waits for `join`. */
  static async prepare(on) {
    return new Connection(await loadLivekit(), on);
  }

  /** Enter the room. Call it straight from a click: sound may only start there. */
  async join() {
    const unlocked = this.room.startAudio();
    const [reply] = await Promise.all([waitForPlace(), openMicrophone(), unlocked]);
    // Whoever had to wait did so with the microphone off.
    const track = await openMicrophone();
    const options = config.useServerIce ? {} : { rtcConfig: { iceServers: [] } };
    await this.room.connect(reply.server_url, reply.participant_token, options);
    performance.mark("parley:connected");
    this.joined = true;
    this.room.remoteParticipants.forEach((participant) => this.meet(participant));
    const microphone = new this.lk.LocalAudioTrack(track, constraints(), false);
    await this.room.localParticipant.publishTrack(microphone, { source: this.lk.Track.Source.Microphone });
  }

  leave() {
    return this.room.disconnect();
  }

  async setMuted(muted) {
    await this.room.localParticipant.setMicrophoneEnabled(!muted);
  }

  /** Ask the agent for `method`; rejects when it does not answer. */
  ask(method, payload) {
    return this.room.localParticipant.performRpc({
      destinationIdentity: this.agent.identity,
      method,
      payload: JSON.stringify(payload),
      responseTimeout: RPC_TIMEOUT_MS,
    });
  }

  listen() {
    const { RoomEvent } = this.lk;
    this.room
      .on(RoomEvent.ParticipantConnected, (participant) => this.meet(participant))
      .on(RoomEvent.ParticipantDisconnected, (participant) => this.miss(participant))
      .on(RoomEvent.ParticipantAttributesChanged, (_, participant) => {
        this.meet(participant);
        if (participant === this.agent) this.on.attributes(participant.attributes);
      })
      .on(RoomEvent.TrackSubscribed, (track, _, participant) => this.hear(track, participant))
      .on(RoomEvent.TrackUnsubscribed, (track) => track.detach().forEach((element) => element.remove()))
      .on(RoomEvent.SignalReconnecting, () => this.on.reconnecting())
      .on(RoomEvent.Reconnecting, () => this.on.reconnecting())
      .on(RoomEvent.Reconnected, () => this.on.reconnected())
      .on(RoomEvent.Disconnected, (reason) => this.joined && this.on.disconnected(reason));
    // An agent that dies in the middle of a sentence ends its stream with an error: the words so far stay.
    this.room.registerTextStreamHandler("lk.transcription", (reader, sender) =>
      this.read(reader, sender).catch(() => {}),
    );
  }

  /** The agent that came last is the one that speaks: a dead one may linger for 20 seconds. */
  meet(participant) {
    if (!participant.isAgent || participant === this.agent) return;
    if (this.agent && participant.joinedAt < this.agent.joinedAt) return;
    this.agent = participant;
    this.on.agent(participant);
    this.on.attributes(participant.attributes);
  }

  miss(participant) {
    if (participant !== this.agent) return;
    this.agent = null;
    this.on.agent(null);
  }

  hear(track, participant) {
    if (track.kind !== "audio") return;
    document.body.append(track.attach());
    if (participant.isAgent) this.on.agentTrack(track);
  }

  /** Captions come in pieces; each piece makes the utterance longer, a new stream of a segment replaces it. */
  async read(reader, sender) {
    const attributes = reader.info.attributes ?? {};
    const own = sender.identity === this.room.localParticipant.identity;
    const line = {
      id: attributes["lk.segment_id"] ?? reader.info.id,
      role: own ? "candidate" : "agent",
      text: "",
      final: attributes["lk.transcription_final"] === "true",
    };
    for await (const piece of reader) {
      line.text += piece;
      this.on.caption({ ...line });
    }
    this.on.caption({ ...line, final: line.final || !own });
  }
}
