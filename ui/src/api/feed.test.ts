import assert from "node:assert/strict";
import { test } from "node:test";
import { merged, position } from "./feed";
import type { CloudEvent } from "./types";

const event = (n: number) => ({ sequence: String(n).padStart(20, "0") }) as CloudEvent;
const at = (events: CloudEvent[]) => events.map(position);

test("what the stream tells while the past is fetched is kept once, in order", () => {
  const streamed = merged(merged([], [event(7)]), [event(8)]);
  assert.deepEqual(at(merged(streamed, [5, 6, 7].map(event))), [5, 6, 7, 8]);
});

test("an event that comes twice or late is put where it belongs", () => {
  assert.deepEqual(at(merged([5, 6].map(event), [event(6)])), [5, 6]);
  assert.deepEqual(at(merged([5, 8].map(event), [event(6)])), [5, 6, 8]);
});
