/** Loads livekit-client beside the page, so that the page is there before the library. */

import { config } from "./page.js";

let loading = null;

/** Resolves to the library; rejects when it cannot be loaded. */
export function loadLivekit() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = config.livekitScript;
    script.onload = () => resolve(window.LivekitClient);
    script.onerror = () => {
      loading = null;
      reject(new Error("livekit-client did not load"));
    };
    document.head.append(script);
  });
  return loading;
}
