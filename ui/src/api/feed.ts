import { createSignal, type Accessor } from "solid-js";
import type { CloudEvent } from "./types";

/** Feed is a part of what happened in a production, the oldest first. */
export interface Feed {
  events: Accessor<CloudEvent[]>;
  add: (events: CloudEvent[]) => void;
}

/**
 * A feed of at most so many events. They may come late, twice and in any
 * order: what was fetched and what the stream tells overlap.
 */
export function feed(most: number): Feed {
  const [events, setEvents] = createSignal<CloudEvent[]>([]);
  return { events, add: (more) => setEvents((have) => merged(have, more).slice(-most)) };
}

/** Events of both lists by their positions, each once. */
export function merged(have: CloudEvent[], more: CloudEvent[]): CloudEvent[] {
  const last = have.at(-1);
  if (more.length === 1 && last && position(more[0]!) > position(last)) return [...have, more[0]!]; // as the stream tells them
  const by = new Map([...have, ...more].map((e) => [position(e), e]));
  return [...by.values()].sort((x, y) => position(x) - position(y));
}

/** Where an event stands in its feed. */
export const position = (e: CloudEvent): number => Number(e.sequence);
