import type { Change, Changes, Kind, Side } from "../api/types";
import { many, speed } from "./format";

/**
 * How a kind of change is shown: a word, a colour of its own (kind-<name> in
 * the tokens, told apart by the colour-blind too) and a shape, drawn in a box
 * of 16 by 16 on pages and on the timeline alike.
 */
export interface KindLook {
  word: string;
  shape: string;
  means: string;
}

export const kinds: Record<Kind, KindLook> = {
  added: { word: "Added", shape: "M8 3v10M3 8h10", means: "Is only in the new cut" },
  omitted: { word: "Omitted", shape: "M4 4l8 8M12 4l-8 8", means: "Is only in the old cut" },
  reinstated: { word: "Reinstated", shape: "M4 8a4 4 0 1 0 1.4-3M4 3v3h3", means: "Was in an earlier cut and is back" },
  trimmed: { word: "Trimmed", shape: "M4 3v10M12 3v10M6.5 8h3", means: "Begins or ends elsewhere in its source" },
  slipped: { word: "Slipped", shape: "M3 6h9l-2.5-2.5M13 10H4l2.5 2.5", means: "Shows another part of its source, at the same length" },
  retimed: { word: "Retimed", shape: "M8 2.8a5.2 5.2 0 1 0 .01 0M8 5v3l2.2 1.6", means: "Runs at another speed" },
  replaced: { word: "Replaced", shape: "M3 3h6v6H3zM7 11v2h6V7h-2", means: "The same shot from another source" },
  moved: { word: "Moved", shape: "M3 12V8a3 3 0 0 1 3-3h7M10 2l3 3-3 3", means: "Changed places with others" },
  split: { word: "Split", shape: "M8 13V9M8 9L4 3M8 9l4-6", means: "Became several events" },
  merged: { word: "Merged", shape: "M8 3v4M8 7l-4 6M8 7l4 6", means: "Several events became one" },
  transition: { word: "Transition", shape: "M3 13L13 3v10z", means: "Begins by another transition" },
  colour: { word: "Colour", shape: "M8 3a5 5 0 1 0 .01 0M8 3v10", means: "Its colour decision changed" },
  layer: { word: "Layer", shape: "M8 3l5 3-5 3-5-3zM3 10l5 3 5-3", means: "Is on another track" },
};

export const kindOrder = Object.keys(kinds) as Kind[];

/** Kinds from the weightiest on: the first one of a change gives it its colour. */
const weight: Kind[] = [
  "omitted", "added", "reinstated", "replaced", "retimed", "slipped", "split", "merged", "trimmed", "moved", "transition", "colour", "layer",
];

export const mainKind = (c: Change): Kind => weight.find((k) => c.kinds.includes(k)) ?? c.kinds[0] ?? "trimmed";

/** What changed, in the words of the field: "head trimmed by 6, tail longer by 14". */
export function detail(c: Change, moves?: Changes["moves"]): string {
  const said: string[] = [];
  if (c.kinds.includes("retimed") && c.speed[0] !== c.speed[1]) said.push(`${speed(c.speed[0])} → ${speed(c.speed[1])}`);
  if (c.reversed) said.push("reversed");
  if (c.freeze) said.push(`freezes on ${c.freeze}`);
  if (c.head) said.push(`head ${c.head > 0 ? "trimmed" : "longer"} by ${Math.abs(c.head)}`);
  if (c.tail) said.push(`tail ${c.tail > 0 ? "longer" : "trimmed"} by ${Math.abs(c.tail)}`);
  if (c.slip) said.push(`${many(Math.abs(c.slip), "frame")} ${c.slip > 0 ? "later" : "earlier"} in its source${c.disjoint ? ", not one in common" : ""}`);
  if (c.transition) said.push(`${fade(c.transition[0])} → ${fade(c.transition[1])}`);
  if (c.layer) said.push(`${c.layer[0]} → ${c.layer[1]}`);
  if (c.since) said.push(`was last in ${c.since}`);
  if (c.parts?.length) said.push(`${c.parts.length} parts`);
  if (!said.length && c.kinds.includes("added") && c.b) said.push(`${c.b.recordFrames} frames`);
  if (!said.length && c.kinds.includes("omitted") && c.a) said.push(`${c.a.recordFrames} frames`);
  const move = c.move === undefined ? undefined : moves?.[c.move];
  if (move) said.push(`${move.events > 1 ? `a block of ${move.events}` : "alone"}, now ${move.after ? `behind ${called(move.after)}` : "at the head"}`);
  return said.join(", ");
}

const called = (s: Side): string => s.shot || s.clip || s.reel || `event ${s.event}`;

const fade = (f: { type: string; frames: number } | null | undefined): string =>
  f ? `${f.type || "fade"} ${f.frames}` : "cut";
