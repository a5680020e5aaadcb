import { createSignal, onCleanup } from "solid-js";
import { follow, type StreamState } from "./stream";
import type { CloudEvent } from "./types";

// One stream for each production, shared by whatever is on the page.
interface Shared {
  listeners: Set<(e: CloudEvent) => void>;
  state: () => StreamState;
  stop: () => void;
}

const shared = new Map<string, Shared>();

function open(production: string): Shared {
  const [state, setState] = createSignal<StreamState>("connecting");
  const listeners = new Set<(e: CloudEvent) => void>();
  const stop = follow(production, undefined, {
    event: (e) => listeners.forEach((tell) => tell(e)),
    state: setState,
  });
  const s = { listeners, state, stop };
  shared.set(production, s);
  return s;
}

/**
 * Calls fn with what happens in a production from now on, for as long as the
 * component lives, and tells how the stream stands.
 */
export function live(production: string, fn: (e: CloudEvent) => void): () => StreamState {
  const s = shared.get(production) ?? open(production);
  s.listeners.add(fn);
  onCleanup(() => {
    s.listeners.delete(fn);
    // A page that follows at once finds the stream still open.
    setTimeout(() => {
      if (s.listeners.size || shared.get(production) !== s) return;
      shared.delete(production);
      s.stop();
    }, 2000);
  });
  return s.state;
}

/** Runs fn soon after the last event whose type begins with one of the words. */
export function refresh(production: string, types: string[], fn: () => void): () => StreamState {
  let timer = 0;
  onCleanup(() => clearTimeout(timer));
  return live(production, (e) => {
    if (!types.some((t) => e.type.startsWith(t))) return;
    clearTimeout(timer);
    timer = window.setTimeout(fn, 120);
  });
}
