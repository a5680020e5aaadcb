import assert from "node:assert/strict";
import { test } from "node:test";
import { base, frames, label, length } from "./timecode";

test("timecode counts at the whole number of its rate", () => {
  for (const [rate, want] of [["24000/1001", 24], ["25", 25], ["30000/1001", 30], ["60000/1001", 60], ["24/1", 24], ["nonsense", 24]] as const) {
    assert.equal(base(rate), want, rate);
  }
});

test("drop-frame timecode leaves out the first numbers of a minute, but not of the tenth (ST 12-1)", () => {
  assert.equal(label(1799, 30, true), "00:00:59;29");
  assert.equal(label(1800, 30, true), "00:01:00;02");
  assert.equal(label(17981, 30, true), "00:09:59;29");
  assert.equal(label(17982, 30, true), "00:10:00;00");
  assert.equal(label(3600, 60, true), "00:01:00;04");
  assert.equal(frames("01:00:00;00", 30, true), 107892);
});

test("a timecode and its count of frames say the same", () => {
  for (const [fps, drop] of [[24, false], [25, false], [30, false], [30, true], [60, false], [60, true]] as const) {
    for (let n = 0; n < 24 * 3600 * fps; n += 997) assert.equal(frames(label(n, fps, drop), fps, drop), n, `${n} at ${fps}${drop ? " drop" : ""}`);
  }
});

test("lengths are in seconds and frames", () => {
  assert.equal(length(7, 24), "7 fr");
  assert.equal(length(100, 24), "4:04");
});
