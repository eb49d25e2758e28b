/** How loud a track is, thirty times a second, as a number from 0 to 1. */

const FLOOR_DB = -60;
const SPAN_DB = 45;
const FRAME_MS = 33;

let context = null;

/** Call `show(level)` while `track` lives. Returns a function that stops it. */
export function watchLevel(track, show) {
  context ??= new AudioContext();
  context.resume();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let level = 0;
  const timer = setInterval(() => {
    if (track.readyState !== "live") return stop();
    analyser.getFloatTimeDomainData(samples);
    level = Math.max(loudness(samples), level * 0.85);
    show(level);
  }, FRAME_MS);

  function stop() {
    clearInterval(timer);
    source.disconnect();
    show(0);
  }
  return stop;
}

function loudness(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / SPAN_DB));
}
