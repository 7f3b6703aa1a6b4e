/* Live numbers: an element with data-dream-live="<topic>/<key>" has its [data-dream-field] children rewritten when they
   change. A socket while it lasts, the polled address otherwise; nothing while the page is hidden. The server wrote the
   present values: without this file the page is right, only still. Listeners get a "dream:live" event with the payload. */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const POLL_EVERY = 5000;
const FORBIDDEN = 4403; // the right to read has ended

function jitter(milliseconds) {
  return milliseconds * (0.75 + Math.random() / 2);
}

export function show(element, payload) {
  for (const field of element.querySelectorAll("[data-dream-field]")) {
    const value = payload[field.dataset.dreamField];
    if (value === undefined || value === null) continue;
    const text = typeof value === "number" ? value.toLocaleString(document.documentElement.lang || "fr") : String(value);
    if (field.textContent !== text) field.textContent = text;
  }
  element.dispatchEvent(new CustomEvent("dream:live", { bubbles: true, detail: payload }));
}

class Channel {
  constructor(place) {
    this.place = place;
    this.elements = new Set();
    this.failures = 0;
    this.refused = false;
  }

  start() {
    if (this.refused || document.hidden || this.socket) return;
    this.open();
  }

  stop() {
    clearTimeout(this.retry);
    clearTimeout(this.poll);
    this.polling = false;
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
  }

  open() {
    if (!("WebSocket" in window)) return this.startPolling();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let socket;
    try {
      socket = new WebSocket(`${scheme}://${location.host}/live/ws/${this.place}`);
    } catch {
      return this.startPolling();
    }
    this.socket = socket;
    let opened = false;
    socket.addEventListener("message", (event) => {
      opened = true;
      this.failures = 0;
      this.stopPolling();
      this.spread(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (!opened || event.code === FORBIDDEN) this.startPolling();
      this.failures += 1;
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures, 6));
      this.retry = setTimeout(() => this.start(), jitter(wait));
    });
  }

  startPolling() {
    if (this.polling || this.refused || document.hidden) return;
    this.polling = true;
    this.ask();
  }

  stopPolling() {
    this.polling = false;
    clearTimeout(this.poll);
  }

  async ask() {
    if (!this.polling) return;
    try {
      // "no-cache" makes the browser send If-None-Match by itself and read its copy on a 304.
      const answer = await fetch(`/live/${this.place}`, { cache: "no-cache", credentials: "same-origin" });
      if (answer.ok) this.spread(await answer.json());
      if (answer.status === 403 || answer.status === 404) {
        this.refused = true;
        this.stop();
      }
    } catch {
      /* away for a moment: asked again below */
    }
    if (this.polling) this.poll = setTimeout(() => this.ask(), jitter(POLL_EVERY));
  }

  spread(payload) {
    for (const element of this.elements) {
      if (element.isConnected) show(element, payload);
      else this.elements.delete(element);
    }
    if (!this.elements.size) {
      this.stop();
      channels.delete(this.place);
    }
  }
}

const channels = new Map();

export function watch(root = document) {
  for (const element of root.querySelectorAll("[data-dream-live]")) {
    const place = element.dataset.dreamLive;
    if (!/^[\w.-]+\/[\w.:-]+$/.test(place)) continue;
    if (!channels.has(place)) channels.set(place, new Channel(place));
    const channel = channels.get(place);
    channel.elements.add(element);
    channel.start();
  }
}

document.addEventListener("visibilitychange", () => {
  for (const channel of channels.values()) {
    if (document.hidden) channel.stop();
    else channel.start();
  }
});
window.addEventListener("pagehide", () => channels.forEach((channel) => channel.stop()));
window.addEventListener("pageshow", (event) => event.persisted && channels.forEach((channel) => channel.start()));

watch();
