import { kinds } from "../parts/kinds";
import type { Kind } from "../api/types";
import { nameOf, type Band, type Clip, type Drawing } from "./drawing";
import { label } from "./timecode";

/** View is the part of the programme that is seen. */
export interface View {
  from: number; // frames
  span: number;
}

/** Layout is where things stand on the canvas, in pixels. */
export interface Layout {
  width: number;
  height: number;
  ruler: number;
  lane: number;
  topA: number;
  bottomA: number;
  topB: number;
  bottomB: number;
}

export function layout(width: number, d: Drawing): Layout {
  const ruler = 26;
  const lanes = Math.max(d.lanesA.length, d.lanesB.length, 1);
  const lane = lanes > 3 ? 22 : lanes > 1 ? 30 : 44;
  const gap = d.lanesA.length ? 76 : 0; // nothing to tie to without A
  const heightA = d.lanesA.length * lane;
  const heightB = Math.max(d.lanesB.length, 1) * lane;
  const topB = ruler + heightA + gap;
  return { width, height: topB + heightB + 8, ruler, lane, topA: ruler, bottomA: ruler + heightA, topB, bottomB: topB + heightB };
}

/** Lane 0 lies next to the ribbons in both cuts. */
export const laneTop = (l: Layout, side: "a" | "b", lane: number): number =>
  side === "a" ? l.bottomA - (lane + 1) * l.lane : l.topB + lane * l.lane;

/** Palette is the colours of the theme, as the canvas wants them. */
export type Palette = Record<string, string>;

const names = ["ground", "surface", "sunken", "line", "line-strong", "ink", "quiet", "focus", "clip", "clip-line", "clip-ink", "ribbon"];

export function palette(of: Element): Palette {
  const style = getComputedStyle(of);
  const all = [...names, ...Object.keys(kinds).map((k) => "kind-" + k)];
  const p: Palette = Object.fromEntries(all.map((n) => [n, style.getPropertyValue("--" + n).trim()]));
  p.font = style.getPropertyValue("--font");
  p.mono = style.getPropertyValue("--mono");
  return p;
}

const paths = new Map<string, Path2D>();
function shapeOf(kind: Kind): Path2D {
  let path = paths.get(kind);
  if (!path) paths.set(kind, (path = new Path2D(kinds[kind].shape)));
  return path;
}

interface Painting {
  ctx: CanvasRenderingContext2D;
  d: Drawing;
  l: Layout;
  v: View;
  p: Palette;
  selected: number;
  hovered: number;
  dimmed: (item: number) => boolean;
}

export function paint(w: Painting) {
  const { ctx, l, p } = w;
  ctx.clearRect(0, 0, l.width, l.height);
  ctx.fillStyle = p.sunken!;
  ctx.fillRect(0, l.topA, l.width, l.bottomA - l.topA);
  ctx.fillRect(0, l.topB, l.width, l.bottomB - l.topB);
  ruler(w);
  ribbons(w);
  clips(w, "a");
  clips(w, "b");
}

const x = (w: Painting, frame: number) => ((frame - w.v.from) / w.v.span) * w.l.width;

function ruler(w: Painting) {
  const { ctx, d, l, v, p } = w;
  const perPixel = v.span / l.width;
  const steps = [1, 2, 6, 12, 24, 48, 120, 240, 480, 1440, 2880, 7200, 14400, 43200, 86400].map((s) => Math.max(1, Math.round((s * d.fps) / 24)));
  const step = steps.find((s) => s / perPixel >= 110) ?? steps[steps.length - 1]!;
  const first = Math.ceil((v.from + d.start) / step) * step - d.start;
  ctx.font = `11px ${p.mono}`;
  ctx.textBaseline = "middle";
  ctx.fillStyle = p.quiet!;
  ctx.strokeStyle = p.line!;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let f = first; f <= v.from + v.span; f += step) {
    const at = Math.round(x(w, f)) + 0.5;
    ctx.moveTo(at, 6);
    ctx.lineTo(at, l.bottomB);
    ctx.fillText(label(f + d.start, d.fps, d.drop), at + 5, 12);
  }
  ctx.stroke();
}

function ribbons(w: Painting) {
  const { ctx, d, p } = w;
  ctx.fillStyle = p.ribbon!;
  ctx.globalAlpha = 0.17;
  for (const band of d.bands) {
    if (!seen(w, band.a, band.b)) continue;
    trace(w, band.a, band.b);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  for (let i = 0; i < d.changes; i++) if (i !== w.selected && i !== w.hovered) ribbon(w, i);
  if (w.hovered >= 0 && w.hovered !== w.selected) ribbon(w, w.hovered);
  if (w.selected >= 0) ribbon(w, w.selected);
}

type Stretch = Band["a"];

const seen = (w: Painting, a: Stretch, b: Stretch) =>
  Math.max(a.out, b.out) >= w.v.from && Math.min(a.in, b.in) <= w.v.from + w.v.span;

/** Traces the shape that ties a stretch of A to one of B. */
function trace(w: Painting, a: Stretch, b: Stretch) {
  const { ctx, l } = w;
  const top = laneTop(l, "a", a.lane) + l.lane;
  const bottom = laneTop(l, "b", b.lane);
  const middle = (top + bottom) / 2;
  const [a1, a2, b1, b2] = [x(w, a.in), x(w, a.out), x(w, b.in), x(w, b.out)];
  ctx.beginPath();
  ctx.moveTo(a1, top);
  ctx.bezierCurveTo(a1, middle, b1, middle, b1, bottom);
  ctx.lineTo(b2, bottom);
  ctx.bezierCurveTo(b2, middle, a2, middle, a2, top);
  ctx.closePath();
}

/** Draws the ribbon of a change, or of whatever is pointed at. */
function ribbon(w: Painting, index: number) {
  const { ctx, d, p } = w;
  const item = d.items[index];
  if (!item) return;
  const strong = index === w.selected || index === w.hovered;
  const faint = w.dimmed(index) && !strong;
  const colour = item.kind ? p["kind-" + item.kind]! : p.ribbon!;
  for (const a of item.a) {
    for (const b of item.b) {
      if (!seen(w, a, b)) continue;
      trace(w, a, b);
      ctx.fillStyle = ctx.strokeStyle = colour;
      ctx.globalAlpha = faint ? 0.04 : strong ? 0.5 : 0.26;
      ctx.fill();
      ctx.globalAlpha = faint ? 0.12 : strong ? 1 : 0.65;
      ctx.lineWidth = strong ? 1.5 : 1;
      ctx.stroke();
    }
  }
  ctx.globalAlpha = 1;
}

function clips(w: Painting, side: "a" | "b") {
  const { v } = w;
  const all = side === "a" ? w.d.a : w.d.b;
  const end = v.from + v.span;
  let drawnTo = -1;
  const chosen: Clip[] = [];
  for (const c of all) {
    if (c.out < v.from) continue;
    if (c.in > end) break;
    const [from, to] = [x(w, c.in), x(w, c.out)];
    if (c.item === w.selected || c.item === w.hovered) {
      chosen.push(c);
      continue;
    }
    // Below a pixel only what changed is worth a stroke.
    if (to < drawnTo + 1 && c.item >= w.d.changes) continue;
    drawnTo = Math.max(drawnTo, to);
    if (to - from < 4) sliver(w, side, c, from, to);
    else clip(w, side, c, from, to);
  }
  for (const c of chosen) clip(w, side, c, x(w, c.in), x(w, c.out));
}

/** Draws a clip that is too narrow for anything but its colour. */
function sliver(w: Painting, side: "a" | "b", c: Clip, from: number, to: number) {
  const { ctx, l, p } = w;
  const kind = w.d.items[c.item]?.kind;
  ctx.globalAlpha = w.dimmed(c.item) ? 0.35 : 1;
  ctx.fillStyle = kind ? p["kind-" + kind]! : p["clip-line"]!;
  ctx.fillRect(from, laneTop(l, side, c.lane) + 2, Math.max(to - from - 0.5, kind ? 1.5 : 0.75), l.lane - 4);
  ctx.globalAlpha = 1;
}

function clip(w: Painting, side: "a" | "b", c: Clip, from: number, to: number) {
  const { ctx, l, p } = w;
  const item = w.d.items[c.item];
  const top = laneTop(l, side, c.lane) + 2;
  const height = l.lane - 4;
  const width = Math.max(to - from - 1, 1);
  const colour = item?.kind ? p["kind-" + item.kind]! : "";
  const selected = c.item === w.selected;
  const faint = w.dimmed(c.item) && !selected && c.item !== w.hovered;
  ctx.save();
  ctx.globalAlpha = faint ? 0.35 : 1;
  ctx.beginPath();
  ctx.roundRect(from + 0.5, top + 0.5, width, height - 1, Math.min(4, width / 3));
  ctx.fillStyle = p.clip!;
  ctx.fill();
  if (colour) {
    ctx.globalAlpha = faint ? 0.08 : 0.24;
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.globalAlpha = faint ? 0.35 : 1;
  }
  ctx.strokeStyle = colour || p["clip-line"]!;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.clip();
  if (item?.kind === "omitted") hatch(w, from, top, width, height, colour);
  if (colour) {
    ctx.fillStyle = colour;
    ctx.fillRect(from, side === "a" ? top + height - 4 : top, width + 1, 4);
  }
  words(w, c, from, top, width, height, colour, item?.kind);
  ctx.restore();
  if (!selected && c.item !== w.hovered) return;
  ctx.strokeStyle = selected ? p.focus! : p["line-strong"]!;
  ctx.lineWidth = selected ? 2.5 : 1.5;
  ctx.beginPath();
  ctx.roundRect(from - 0.5, top - 0.5, Math.max(width + 1, 4), height + 1, 5);
  ctx.stroke();
}

function hatch(w: Painting, from: number, top: number, width: number, height: number, colour: string) {
  const { ctx } = w;
  ctx.strokeStyle = colour;
  ctx.globalAlpha *= 0.45;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (let at = from - height; at < from + width; at += 8) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function words(w: Painting, c: Clip, from: number, top: number, width: number, height: number, colour: string, kind?: Kind) {
  const { ctx, p } = w;
  const left = Math.max(from, 0);
  const room = from + width - left;
  let at = left + 6;
  if (kind && room > 16) {
    const size = Math.min(14, height - 8);
    ctx.save();
    ctx.translate(Math.min(at, from + width - size - 2), top + (height > 30 ? 8 : (height - size) / 2));
    ctx.scale(size / 16, size / 16);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2.2;
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.stroke(shapeOf(kind));
    ctx.restore();
    at += size + 4;
  }
  const end = from + width - 4;
  ctx.textBaseline = "middle";
  ctx.fillStyle = p["clip-ink"]!;
  ctx.font = `600 11.5px ${p.font}`;
  const name = fitting(ctx, nameOf(c.event), end - at);
  if (name) ctx.fillText(name, at, top + (height <= 30 ? height / 2 : 15));
  if (height <= 30) return;
  // The second line is the reel, or the name where the shape left it no room.
  ctx.font = `10px ${p.mono}`;
  const below = name ? c.event.reel || "" : fitting(ctx, nameOf(c.event), end - left - 1);
  if (below && ctx.measureText(below).width <= end - left - 1) ctx.fillText(below, left + (name ? 6 : 3), top + 30);
}

/** The name, or its last part (0010 of HRB_010_0010), or nothing: whatever has room. */
function fitting(ctx: CanvasRenderingContext2D, name: string, room: number): string {
  if (room < 12) return "";
  for (const text of [name, name.split("_").slice(-2).join("_"), name.split("_").pop()!]) {
    if (ctx.measureText(text).width <= room) return text;
  }
  return "";
}
