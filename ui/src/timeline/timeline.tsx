import { createEffect, createMemo, createSignal, on, Show, type JSX } from "solid-js";
import { IconButton, KindTag, shapes } from "../parts/icon";
import { detail, kinds } from "../parts/kinds";
import { dark, theme } from "../parts/theme";
import { sized, widthOf } from "./canvas";
import { clipAt, nameOf, type Drawing } from "./drawing";
import { paintOverview } from "./overview";
import { laneTop, layout, paint, palette, type View } from "./paint";
import { label, length } from "./timecode";

interface TimelineProps {
  drawing: Drawing;
  nameA: JSX.Element;
  nameB: JSX.Element;
  selected: number; // index of an item; -1 for none
  onSelect: (item: number) => void;
  dimmed: (item: number) => boolean;
}

const closest = 24; // frames; the narrowest view
const legible = 14; // pixels; a selected clip that is narrower is zoomed to
const readable = 56; // pixels; what it gets then

/** Timeline draws cut A over cut B, with ribbons between the events that are the same. */
export function Timeline(props: TimelineProps) {
  let frame!: HTMLDivElement;
  let canvas!: HTMLCanvasElement;
  let strip!: HTMLCanvasElement;
  const width = widthOf(() => frame);
  const whole = (): View => {
    const d = props.drawing;
    const margin = (d.to - d.from) * 0.01;
    return { from: d.from - margin, span: d.to - d.from + 2 * margin };
  };
  const [view, setView] = createSignal<View>(whole());
  const [hovered, setHovered] = createSignal(-1);
  const [focused, setFocused] = createSignal(false);
  const place = createMemo(() => layout(width(), props.drawing));

  const clamp = (v: View): View => {
    const all = whole();
    const span = Math.min(Math.max(v.span, closest), all.span);
    return { span, from: Math.min(Math.max(v.from, all.from), all.from + all.span - span) };
  };
  const zoom = (factor: number, at = 0.5) =>
    setView((v) => {
      const span = Math.min(Math.max(v.span * factor, closest), whole().span);
      return clamp({ span, from: v.from + (v.span - span) * at });
    });
  const pan = (by: number) => setView((v) => clamp({ ...v, from: v.from + by * v.span }));

  createEffect(on(() => props.drawing, () => setView((v) => clamp(v)), { defer: true }));
  // What is selected elsewhere is brought into view.
  createEffect(
    on(
      () => props.selected,
      (i) => {
        const item = props.drawing.items[i];
        const clips = item ? [...item.a, ...item.b] : [];
        if (!clips.length) return;
        const from = Math.min(...clips.map((c) => c.in));
        const to = Math.max(...clips.map((c) => c.out));
        const v = view();
        const narrow = Math.min(...clips.map((c) => c.out - c.in)) * (width() / v.span) < legible;
        if (!narrow && from >= v.from && to <= v.from + v.span) return;
        const wanted = narrow ? (Math.min(...clips.map((c) => c.out - c.in)) * width()) / readable : v.span;
        const span = Math.max(Math.min(v.span, wanted), (to - from) * 1.2);
        setView(clamp({ span, from: (from + to) / 2 - span / 2 }));
      },
      { defer: true }, // at first the whole cut is seen
    ),
  );

  let asked = 0;
  createEffect(() => {
    const work = { d: props.drawing, l: place(), v: view(), selected: props.selected, hovered: hovered(), dimmed: props.dimmed, w: width() };
    dark();
    theme();
    props.dimmed(0); // drawn anew when the filter changes
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      if (!work.w) return;
      const p = palette(frame);
      const ctx = sized(canvas, work.w, work.l.height);
      if (ctx) paint({ ctx, p, ...work });
      const small = sized(strip, work.w, 26);
      if (small) paintOverview(small, work.d, work.v, p, work.w, 26, work.selected);
    });
  });

  const itemAt = (e: PointerEvent): number => {
    const box = canvas.getBoundingClientRect();
    const l = place();
    const y = e.clientY - box.top;
    const at = view().from + ((e.clientX - box.left) / l.width) * view().span;
    const sides = [
      { side: "a" as const, clips: props.drawing.a, lanes: props.drawing.lanesA.length },
      { side: "b" as const, clips: props.drawing.b, lanes: props.drawing.lanesB.length },
    ];
    for (const s of sides) {
      for (let lane = 0; lane < s.lanes; lane++) {
        const top = laneTop(l, s.side, lane);
        if (y >= top && y < top + l.lane) return clipAt(s.clips, lane, at)?.item ?? -1;
      }
    }
    return -1;
  };

  let drag: { x: number; from: number; moved: boolean } | undefined;
  const down = (e: PointerEvent) => {
    if (e.button !== 0) return;
    drag = { x: e.clientX, from: view().from, moved: false };
    canvas.setPointerCapture(e.pointerId);
  };
  const move = (e: PointerEvent) => {
    if (!drag) {
      setHovered(itemAt(e));
      return;
    }
    const by = e.clientX - drag.x;
    if (Math.abs(by) > 3) drag.moved = true;
    if (drag.moved) setView((v) => clamp({ ...v, from: drag!.from - (by / place().width) * v.span }));
  };
  const up = (e: PointerEvent) => {
    if (drag && !drag.moved) props.onSelect(itemAt(e));
    drag = undefined;
  };
  const wheel = (e: WheelEvent) => {
    const sideways = e.shiftKey ? e.deltaY : e.deltaX;
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      zoom(Math.exp(e.deltaY * 0.004), (e.clientX - canvas.getBoundingClientRect().left) / place().width);
      return;
    }
    if (Math.abs(sideways) <= Math.abs(e.shiftKey ? 0 : e.deltaY)) return;
    e.preventDefault();
    pan(sideways / place().width);
  };
  const scrub = (e: PointerEvent) => {
    if (!(e.buttons & 1)) return;
    const box = strip.getBoundingClientRect();
    const d = props.drawing;
    const at = d.from + ((e.clientX - box.left) / box.width) * (d.to - d.from);
    setView((v) => clamp({ ...v, from: at - v.span / 2 }));
  };

  const changes = () => props.drawing.changes;
  const step = (by: number) => {
    const n = changes();
    if (!n) return;
    const at = props.selected;
    let to = at < 0 || at >= n ? (by > 0 ? 0 : n - 1) : at + by;
    while (to >= 0 && to < n && props.dimmed(to)) to += Math.sign(by);
    if (to >= 0 && to < n) props.onSelect(to);
  };
  const keys = (e: KeyboardEvent) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const action: Record<string, () => void> = {
      ArrowRight: () => (e.shiftKey ? pan(0.2) : step(1)),
      ArrowLeft: () => (e.shiftKey ? pan(-0.2) : step(-1)),
      "+": () => zoom(0.6),
      "=": () => zoom(0.6),
      "-": () => zoom(1 / 0.6),
      "0": () => setView(whole()),
      Home: () => (props.onSelect(-1), step(1)),
      End: () => (props.onSelect(-1), step(-1)),
      Escape: () => props.onSelect(-1),
    };
    const act = action[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  };

  return (
    <figure class="card timeline">
      <div class="timeline-head">
        <p class="cut-name">
          <span class="side-letter">A</span>
          {props.nameA}
        </p>
        <div class="timeline-tools">
          <IconButton class="framed" shape={shapes.minus} label="Zoom out" onClick={() => zoom(1 / 0.6)} />
          <IconButton class="framed" shape={shapes.plus} label="Zoom in" onClick={() => zoom(0.6)} />
          <IconButton class="framed" shape={shapes.fit} label="Show the whole cut" onClick={() => setView(whole())} />
        </div>
      </div>
      <div
        class="timeline-frame"
        ref={frame}
        role="application"
        tabindex="0"
        aria-label="Timeline: cut A over cut B"
        aria-describedby="timeline-help"
        onKeyDown={keys}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerLeave={() => setHovered(-1)}
          on:wheel={{ handleEvent: wheel, passive: false }}
        />
      </div>
      <div class="timeline-foot">
        <p class="cut-name">
          <span class="side-letter">B</span>
          {props.nameB}
        </p>
        <p class="readout">
          <Readout drawing={props.drawing} item={hovered() >= 0 ? hovered() : props.selected} />
        </p>
      </div>
      <canvas class="strip" ref={strip} aria-hidden="true" onPointerDown={(e) => (strip.setPointerCapture(e.pointerId), scrub(e))} onPointerMove={scrub} />
      <p class="sr-only" id="timeline-help">
        Left and Right go from change to change, with Shift they move the view; plus and minus zoom, zero shows the whole cut. The list of
        changes below says the same in words.
      </p>
      <p class="sr-only" aria-live="polite">
        {focused() ? spoken(props.drawing, props.selected) : ""}
      </p>
    </figure>
  );
}

/** What is selected, for those who hear the page. */
function spoken(d: Drawing, item: number): string {
  const i = d.items[item];
  const clip = i?.b[0] ?? i?.a[0];
  if (!i || !clip) return "";
  const name = `${nameOf(clip.event)} at ${label(clip.in + d.start, d.fps, d.drop)}`;
  if (!i.change) return `${name}: not changed`;
  return `Change ${item + 1} of ${d.changes}. ${name}: ${i.change.kinds.map((k) => kinds[k]?.word ?? k).join(", ")}, ${detail(i.change)}`;
}

function Readout(props: { drawing: Drawing; item: number }) {
  const item = () => props.drawing.items[props.item];
  return (
    <Show when={item()} fallback={<span class="quiet">Choose an event here or in the list.</span>}>
      {(i) => {
        const clip = () => i().b[0] ?? i().a[0];
        const at = (frame: number) => label(frame + props.drawing.start, props.drawing.fps, props.drawing.drop);
        return (
          <>
            <Show when={i().change}>{(c) => <KindTag kind={i().kind ?? c().kinds[0]!} />}</Show>
            <Show when={clip()}>
              {(c) => (
                <>
                  <span class="strong">{nameOf(c().event)}</span>
                  <span class="mono quiet">{c().event.reel}</span>
                  <span class="mono">
                    {at(c().in)} – {at(c().out)}
                  </span>
                  <span class="mono quiet">{length(c().out - c().in, props.drawing.fps)}</span>
                </>
              )}
            </Show>
            <Show when={i().change}>{(c) => <span>{detail(c())}</span>}</Show>
          </>
        );
      }}
    </Show>
  );
}
