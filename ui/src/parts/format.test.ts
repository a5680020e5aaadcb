import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../api/types";
import { bytes, digest, many, rate, signed, speed } from "./format";
import { detail, kindOrder, kinds, mainKind } from "./kinds";

test("numbers are said with their nouns and signs", () => {
  assert.deepEqual([many(1, "shot"), many(2, "shot"), many(2, "try", "tries")], ["1 shot", "2 shots", "2 tries"]);
  assert.deepEqual([signed(8), signed(-3), signed(0)], ["+8", "−3", "0"]);
  assert.deepEqual([bytes(undefined), bytes(999), bytes(1500), bytes(2_256_000_000)], ["", "999 B", "1.5 kB", "2.3 GB"]);
});

test("speeds, rates and digests are short", () => {
  assert.deepEqual([speed("1/2"), speed("1"), speed("999/1000"), speed("x")], ["50 %", "100 %", "99.9 %", "x"]);
  assert.deepEqual([rate("24000/1001"), rate("25/1"), rate("")], ["23.976 fps", "25 fps", "rate unknown"]);
  assert.equal(digest("sha256:0123456789abcdef"), "sha256:01234567…cdef");
});

const change = (c: Partial<Change>) => ({ kinds: [], a: null, b: null, head: 0, tail: 0, slip: 0, speed: ["1", "1"], ...c }) as Change;

test("a change is told in the words of the field", () => {
  assert.equal(detail(change({ kinds: ["trimmed"], head: -2, tail: 8 })), "head longer by 2, tail longer by 8");
  assert.equal(detail(change({ kinds: ["trimmed"], head: 6, tail: -3 })), "head trimmed by 6, tail trimmed by 3");
  assert.equal(detail(change({ kinds: ["slipped"], slip: 1600, disjoint: true })), "1,600 frames later in its source, not one in common");
  assert.equal(detail(change({ kinds: ["retimed"], speed: ["1", "1/2"] })), "100 % → 50 %");
  assert.equal(detail(change({ kinds: ["moved"], move: 0 }), [{ events: 3, track: "V", after: null }]), "a block of 3, now at the head");
});

test("every kind has a look, and the weightiest gives a change its colour", () => {
  assert.equal(new Set(kindOrder.map((k) => kinds[k].word)).size, kindOrder.length);
  for (const k of kindOrder) assert.equal(mainKind(change({ kinds: [k] })), k);
  assert.equal(mainKind(change({ kinds: ["trimmed", "retimed"] })), "retimed");
});
