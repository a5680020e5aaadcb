import { createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import { me } from "./session";
import { follow, type StreamState } from "./stream";
import type { CloudEvent } from "./types";

// One stream for each production and reader, shared by whatever is on the page.
interface Shared {
  listeners: Set<(e: CloudEvent) => void>;
  state: () => StreamState;
  stop: () => void;
}

const shared = new Map<string, Shared>();

const keyOf = (production: string): string => untrack(() => me()?.subject ?? "") + " " + production;

function open(key: string, production: string): Shared {
  const [state, setState] = createSignal<StreamState>("connecting");
  const listeners = new Set<(e: CloudEvent) => void>();
  const stop = follow(production, {
    event: (e) => listeners.forEach((tell) => tell(e)),
    state: setState,
  });
  const s = { listeners, state, stop };
  shared.set(key, s);
  return s;
}

/**
 * Calls fn with what happens in a production from now on, for as long as the
 * component lives, and tells how the stream stands.
 */
export function live(production: string, fn: (e: CloudEvent) => void): () => StreamState {
  const key = keyOf(production);
  const s = shared.get(key) ?? open(key, production);
  s.listeners.add(fn);
  onCleanup(() => {
    s.listeners.delete(fn);
    // A page that follows at once finds the stream still open.
    setTimeout(() => {
      if (s.listeners.size || shared.get(key) !== s) return;
      shared.delete(key);
      s.stop();
    }, 2000);
  });
  return s.state;
}

/**
 * Runs fn soon after the last event whose type begins with one of the words,
 * and when the stream begins only after the component: what happened between
 * the component's first look and that moment is not told.
 */
export function refresh(production: string, types: string[], fn: () => void): () => StreamState {
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(fn, 120);
  };
  onCleanup(() => clearTimeout(timer));
  const state = live(production, (e) => types.some((t) => e.type.startsWith(t)) && soon());
  createEffect(on(state, (now, before) => before && before !== "live" && now === "live" && soon()));
  return state;
}
