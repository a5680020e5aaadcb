import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plate, PullPlan } from "../../api/types";
import { bytesToPull, handlesOf, isQuiet, missingOf, needsLook } from "./plate-lines";

const plate = (p: object) => ({ status: "new", key: {}, sourceFrames: 24, sourceRate: "24", headHandle: 8, tailHandle: 8, ...p }) as Plate;
const plan = (...plates: Plate[]) => ({ shots: [{ plates }] }) as unknown as PullPlan;

test("the bytes to pull are the part of each source that is pulled", () => {
  const source = { size: 2400, availableIn: "01:00:00:00", availableOut: "01:00:10:00" };
  assert.equal(bytesToPull(plan(plate(source))), 240);
  assert.equal(bytesToPull(plan(plate({ ...source, sourceFrames: 4800 }))), 2400, "never more than there is");
  assert.equal(bytesToPull(plan(plate({ size: 100 }))), 100, "all of a source of unknown length");
  assert.equal(bytesToPull(plan(plate({ ...source, status: "covered" }), plate({}))), 0);
});

test("what needs a look is never quiet", () => {
  for (const p of [plate({ status: "unmatched" }), plate({ status: "ambiguous" }), plate({ status: "covered", shortTail: 2 })]) {
    assert.equal(needsLook(p), true);
    assert.equal(isQuiet(p), false);
  }
  assert.equal(isQuiet(plate({ status: "covered" })), true);
});

test("only the end that is short is said to be", () => {
  const h = handlesOf(plate({ headHandle: 11, tailHandle: 5 }), 8, 8);
  assert.deepEqual(h, { head: 11, tail: 5, shortHead: 0, shortTail: 3, said: "3 short at the tail" });
  assert.equal(handlesOf(plate({ headHandle: 8, tailHandle: 9 }), 8, 8).said, "");
});

test("frames of the cut that the source lacks come first", () => {
  const p = plate({ status: "covered", headHandle: 8, tailHandle: -32 });
  assert.equal(missingOf(p), 32);
  assert.equal(needsLook(p), true);
  assert.equal(handlesOf(p, 8, 8).said, "32 of the cut missing");
});
