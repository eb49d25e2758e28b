/** A worker that says when time has passed: browsers slow the timers of hidden pages down, not those of workers. */

onmessage = (message) => setTimeout(() => postMessage(""), message.data);
