import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, Changes, CutDetail, CutEvent } from "../api/types";
import { clipAt, drawing, itemOfShot, nameOf, shotOf } from "./drawing";
import { label } from "./timecode";

const start = 86400;

/** Events of 24 frames one after another, of which each is named after its reel. */
function cut(...reels: string[]): CutDetail {
  const events = reels.map(
    (reel, i) =>
      ({ n: i + 1, reel, clip: "", shot: reel.toUpperCase(), sourceIn: "00:00:00:00", recordIn: label(start + i * 24, 24, false), recordFrames: 24 }) as CutEvent,
  );
  return { rate: "24", timeline: { rate: "24", dropFrame: false, start: label(start, 24, false), tracks: [{ name: "V", kind: "video", events }] } } as CutDetail;
}

const side = (event: number) => ({ track: "V", event }) as Change["a"];
const change = (kind: string, a: number, b: number, more: object = {}) =>
  ({ kinds: [kind], a: a ? side(a) : null, b: b ? side(b) : null, ...more }) as Change;
const changes = (...list: Change[]) => ({ summary: {}, changes: list, moves: null, findings: null }) as Changes;

test("what no change speaks of is in both cuts", () => {
  const d = drawing(cut("a", "b", "c"), cut("a", "x", "b", "c"), changes(change("added", 0, 2)));
  assert.equal(d.changes, 1);
  assert.deepEqual(d.items.map((i) => [i.a.map((c) => c.event.reel), i.b.map((c) => c.event.reel)]), [
    [[], ["x"]],
    [["a"], ["a"]],
    [["b"], ["b"]],
    [["c"], ["c"]],
  ]);
  assert.deepEqual([d.from, d.to], [0, 96]);
});

test("unchanged events that follow one another are one band", () => {
  const d = drawing(cut("a", "b", "c"), cut("a", "x", "b", "c"), changes(change("added", 0, 2)));
  assert.deepEqual(d.bands.map((b) => [b.a.in, b.a.out, b.b.in, b.b.out]), [
    [0, 24, 0, 24],
    [24, 72, 48, 96],
  ]);
});

test("a split is tied to all of its parts, a merge to all that became one", () => {
  const split = drawing(cut("a"), cut("a", "a"), changes(change("split", 1, 1, { parts: [side(1), side(2)] })));
  assert.deepEqual([split.items[0]!.a.length, split.items[0]!.b.length], [1, 2]);
  const merged = drawing(cut("a", "a"), cut("a"), changes(change("merged", 1, 1, { parts: [side(1), side(2)] })));
  assert.deepEqual([merged.items[0]!.a.length, merged.items[0]!.b.length], [2, 1]);
});

test("the clip under a frame is found as if each were looked at", () => {
  const d = drawing(undefined, cut(..."abcdefghijklmnop"), undefined);
  for (let frame = -5; frame < 16 * 24 + 5; frame++) {
    assert.equal(clipAt(d.b, 0, frame), d.b.find((c) => c.in <= frame && frame < c.out), `frame ${frame}`);
  }
});

test("a shot is found by its name, its change before all else", () => {
  const d = drawing(cut("a", "b"), cut("a", "b"), changes(change("trimmed", 2, 2)));
  assert.equal(itemOfShot(d, "B"), 0);
  assert.equal(itemOfShot(d, "A"), 1);
  assert.equal(itemOfShot(d, "Z"), -1);
  assert.equal(shotOf(d.items[0]), "B");
  assert.equal(shotOf(undefined), undefined);
});

test("an event is called by the first name it has", () => {
  assert.equal(nameOf({ shot: "S", clip: "C", reel: "R" }), "S");
  assert.equal(nameOf({ reel: "R" }), "R");
  assert.equal(nameOf({}), "black");
});
