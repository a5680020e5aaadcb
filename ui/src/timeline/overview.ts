import type { Drawing } from "./drawing";
import type { Palette, View } from "./paint";

/** Paints the whole programme in a narrow strip, with its changes and the part that is seen. */
export function paintOverview(ctx: CanvasRenderingContext2D, d: Drawing, v: View, p: Palette, width: number, height: number, selected: number) {
  const x = (frame: number) => ((frame - d.from) / (d.to - d.from)) * width;
  ctx.clearRect(0, 0, width, height);
  ctx.fillStyle = p.sunken!;
  ctx.fillRect(0, 0, width, height);
  d.items.forEach((item, i) => {
    if (!item.kind) return;
    ctx.fillStyle = p["kind-" + item.kind]!;
    for (const [clips, top] of [
      [item.a, 3],
      [item.b, height / 2],
    ] as const) {
      for (const c of clips) ctx.fillRect(x(c.in), top, Math.max(2, x(c.out) - x(c.in)), height / 2 - 3);
    }
    if (i !== selected) return;
    const c = item.b[0] ?? item.a[0];
    if (!c) return;
    ctx.fillStyle = p.focus!;
    ctx.fillRect(x(c.in) - 1, 0, Math.max(3, x(c.out) - x(c.in) + 2), 2);
    ctx.fillRect(x(c.in) - 1, height - 2, Math.max(3, x(c.out) - x(c.in) + 2), 2);
  });
  const [left, right] = [x(v.from), x(v.from + v.span)];
  ctx.fillStyle = p.ground!;
  ctx.globalAlpha = 0.6;
  ctx.fillRect(0, 0, Math.max(0, left), height);
  ctx.fillRect(right, 0, Math.max(0, width - right), height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = p["line-strong"]!;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(Math.max(left, 0) + 0.75, 0.75, Math.min(right, width) - Math.max(left, 0) - 1.5, height - 1.5);
}
