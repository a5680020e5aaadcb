import type { Change, Changes, CutDetail, CutEvent, Kind, Side } from "../api/types";
import { mainKind } from "../parts/kinds";
import { base, frames } from "./timecode";

/** Clip is one event as it is drawn: frames from the start of the new cut. */
export interface Clip {
  event: CutEvent;
  track: string;
  lane: number; // 0 lies next to the ribbons
  in: number;
  out: number;
  item: number; // index in Drawing.items
}

/** Item is what belongs together: the sides of a change, or an event that is in both cuts unchanged. */
export interface Item {
  a: Clip[];
  b: Clip[];
  change?: Change;
  kind?: Kind;
}

/** Band is a run of unchanged events that follow one another in both cuts. */
export interface Band {
  a: { lane: number; in: number; out: number };
  b: { lane: number; in: number; out: number };
}

/** Drawing is two cuts, one over the other. */
export interface Drawing {
  fps: number;
  drop: boolean;
  start: number; // timecode of frame 0, in frames
  from: number;
  to: number;
  lanesA: string[];
  lanesB: string[];
  a: Clip[]; // by their in-points
  b: Clip[];
  items: Item[]; // the changes in their order, then the rest
  bands: Band[]; // of the rest
  changes: number; // how many of the items are changes
}

const keyOf = (track: string, n: number) => track + "\u0000" + n;

/** Puts cut A over cut B. Without A, everything in B stands alone. */
export function drawing(a: CutDetail | undefined, b: CutDetail, changes: Changes | undefined): Drawing {
  const fps = base(b.timeline.rate || b.rate);
  const drop = b.timeline.dropFrame;
  const start = frames(b.timeline.start, fps, drop);
  const laid = (cut: CutDetail | undefined, shift: number) => (cut ? lay(cut, fps, start - shift) : { clips: [], lanes: [] });
  const of = { a: laid(a, changes?.offset ?? 0), b: laid(b, 0) };
  const items = pair(of.a.clips, of.b.clips, changes);
  const all = [...of.a.clips, ...of.b.clips];
  return {
    fps,
    drop,
    start,
    from: all.reduce((least, c) => Math.min(least, c.in), 0),
    to: all.reduce((most, c) => Math.max(most, c.out), 1),
    lanesA: of.a.lanes,
    lanesB: of.b.lanes,
    a: of.a.clips,
    b: of.b.clips,
    items,
    bands: bands(items),
    changes: changes?.changes?.length ?? 0,
  };
}

function bands(items: Item[]): Band[] {
  const all: Band[] = [];
  for (const item of items) {
    const [a, b] = [item.a[0], item.b[0]];
    if (item.change || !a || !b) continue;
    const last = all[all.length - 1];
    if (last && last.a.lane === a.lane && last.b.lane === b.lane && last.a.out === a.in && last.b.out === b.in) {
      last.a.out = a.out;
      last.b.out = b.out;
      continue;
    }
    all.push({ a: { lane: a.lane, in: a.in, out: a.out }, b: { lane: b.lane, in: b.in, out: b.out } });
  }
  return all;
}

function lay(cut: CutDetail, fps: number, start: number): { clips: Clip[]; lanes: string[] } {
  const video = cut.timeline.tracks.filter((t) => t.kind === "video");
  const tracks = video.length ? video : cut.timeline.tracks;
  const clips = tracks.flatMap((t, lane) =>
    t.events.map((event) => {
      const from = frames(event.recordIn, fps, cut.timeline.dropFrame) - start;
      return { event, track: t.name, lane, in: from, out: from + Math.max(event.recordFrames, 1), item: -1 };
    }),
  );
  clips.sort((x, y) => x.in - y.in || x.lane - y.lane);
  return { clips, lanes: tracks.map((t) => t.name) };
}

/** Finds which clips belong together. What no change speaks of is in both cuts, in the same order. */
function pair(a: Clip[], b: Clip[], changes: Changes | undefined): Item[] {
  const index = (clips: Clip[]) => new Map(clips.map((c) => [keyOf(c.track, c.event.n), c]));
  const [byA, byB] = [index(a), index(b)];
  const items: Item[] = [];
  const take = (by: Map<string, Clip>, sides: (Side | null | undefined)[], item: number): Clip[] =>
    sides.flatMap((s) => {
      const clip = s && by.get(keyOf(s.track, s.event));
      if (!clip) return [];
      if (clip.item < 0) clip.item = item;
      return [clip];
    });
  for (const change of changes?.changes ?? []) {
    const merged = change.kinds.includes("merged");
    const parts = change.parts ?? [];
    items.push({
      change,
      kind: mainKind(change),
      a: unique(take(byA, [change.a, ...(merged ? parts : [])], items.length)),
      b: unique(take(byB, [change.b, ...(merged ? [] : parts)], items.length)),
    });
  }
  const restA = a.filter((c) => c.item < 0);
  const restB = b.filter((c) => c.item < 0);
  const aligned = restA.length === restB.length;
  const source = (c: Clip) => [c.event.reel, c.event.clip, c.event.sourceIn].join("\u0000");
  const bySource = new Map(restA.map((c) => [source(c), c]));
  restB.forEach((clip, i) => {
    const other = aligned ? restA[i] : bySource.get(source(clip));
    clip.item = items.length;
    if (other && other.item < 0) {
      other.item = items.length;
      items.push({ a: [other], b: [clip] });
      return;
    }
    items.push({ a: [], b: [clip] });
  });
  for (const clip of restA) {
    if (clip.item >= 0) continue;
    clip.item = items.length;
    items.push({ a: [clip], b: [] });
  }
  return items;
}

const unique = (clips: Clip[]) => [...new Set(clips)];

/** The clip under a frame in a lane, by halving. */
export function clipAt(clips: Clip[], lane: number, frame: number): Clip | undefined {
  let [low, high] = [0, clips.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clips[middle]!.in <= frame) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0 && i >= low - 64; i--) {
    const c = clips[i]!;
    if (c.lane === lane && c.in <= frame && frame < c.out) return c;
  }
  return undefined;
}

/** The name that people call an event by. */
export const nameOf = (e: { shot?: string; clip?: string; reel?: string; file?: string }): string =>
  e.shot || e.clip || e.reel || e.file || "black";

/** The shot that an item belongs to, if its cut says so. */
export const shotOf = (item: Item | undefined): string | undefined => (item ? (item.b[0] ?? item.a[0])?.event.shot || undefined : undefined);

/** The item of a shot, a change before what stayed the same; -1 for none. */
export const itemOfShot = (d: Drawing, shot: string): number => d.items.findIndex((i) => shotOf(i) === shot);
