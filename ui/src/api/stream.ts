import { path } from "./call";
import { untilSeen, whileSeen } from "./seen";
import type { CloudEvent } from "./types";

/** How a stream stands: it waits for events, or tries to get back. */
export type StreamState = "connecting" | "live" | "waiting" | "refused";

interface Follower {
  event(e: CloudEvent): void;
  state(s: StreamState): void;
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });

/**
 * Follows the events of a production from now on, and comes back with
 * Last-Event-ID when the connection breaks. The browser's own EventSource hands
 * out named events only to who listens for their names; types that we do not
 * know would be lost, so the stream is read here.
 */
export function follow(production: string, to: Follower): () => void {
  const ended = new AbortController();
  void run(production, to, ended.signal);
  return () => ended.abort();
}

async function run(production: string, to: Follower, signal: AbortSignal) {
  let last = "";
  let failures = 0;
  while (!signal.aborted) {
    to.state(failures ? "waiting" : "connecting");
    const seen = whileSeen();
    try {
      const answer = await fetch(path("productions", production, "events", "stream"), {
        headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) },
        credentials: "same-origin",
        signal: AbortSignal.any([signal, seen.signal]),
      });
      if (answer.status === 400) last = ""; // a position of a feed that is no longer this one
      if (answer.status === 401 || answer.status === 403 || answer.status === 404) return to.state("refused");
      if (!answer.ok || !answer.body) throw new Error("no stream");
      failures = 0;
      to.state("live");
      for await (const m of messages(answer.body)) {
        if (m.id) last = m.id;
        if (m.data) to.event(JSON.parse(m.data) as CloudEvent);
      }
    } catch {
      if (signal.aborted) return;
    } finally {
      seen.end();
    }
    failures++;
    to.state("waiting");
    if (seen.signal.aborted) await untilSeen(signal);
    await pause(Math.min(15_000, 500 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2), signal);
  }
}

interface Message {
  id: string;
  data: string;
}

/** Takes the messages out of a stream of server-sent events (HTML, 9.2.6). */
async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const block of blocks) yield message(block);
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

function message(block: string): Message {
  const m: Message = { id: "", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") m.id = value;
    if (field === "data") m.data += (m.data ? "\n" : "") + value;
  }
  return m;
}
