import { asProblem, get, path, query } from "./call";
import type { CloudEvent } from "./types";

interface Batch {
  items: CloudEvent[];
  position: number;
}

const read = (production: string, after: number, limit: number) =>
  get<Batch>(path("productions", production, "events") + query({ after, limit }));

/**
 * The last events of a feed, at most so many. Positions have no gaps, so where
 * the feed ends is found by doubling and halving; a short one is read at once.
 */
export async function latest(production: string, size: number): Promise<Batch> {
  const first = await read(production, 0, 500);
  if (first.items.length < 500) return { items: first.items.slice(-size), position: first.position };
  const reaches = (position: number) => read(production, position - 1, 1).then((b) => b.items.length > 0, beyond);
  let low = 500;
  let high = 1000;
  while (await reaches(high)) [low, high] = [high, high * 2];
  while (high - low > 100) {
    const middle = Math.floor((low + high) / 2);
    if (await reaches(middle)) low = middle;
    else high = middle;
  }
  const batch = await read(production, Math.max(0, low - size), 500);
  return { items: batch.items.slice(-size), position: batch.position };
}

/** The API refuses positions that the feed has not come to. */
function beyond(e: unknown): boolean {
  if (asProblem(e).status === 400) return false;
  throw e;
}

/** The events just before a position, the oldest first. */
export async function before(production: string, position: number, size: number): Promise<CloudEvent[]> {
  const after = Math.max(0, position - 1 - size);
  if (position <= 1) return [];
  return (await read(production, after, position - 1 - after)).items;
}
