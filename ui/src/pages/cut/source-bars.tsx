import { Show } from "solid-js";
import type { Side } from "../../api/types";

/** SourceBars draws which frames of the source each cut uses, on one scale. */
export function SourceBars(props: { a: Side | null; b: Side | null }) {
  const same = () => !props.a || !props.b || props.a.reel === props.b.reel;
  const sides = () => [props.a, props.b].filter((s): s is Side => !!s);
  const from = () => Math.min(...sides().map((s) => s.sourceInFrame));
  const to = () => Math.max(...sides().map((s) => s.sourceOutFrame));
  const x = (frame: number) => 4 + ((frame - from()) / Math.max(1, to() - from())) * 292;
  const wide = (s: Side) => Math.max(2, x(s.sourceOutFrame) - x(s.sourceInFrame));
  const said = (name: string, s: Side | null) => (s ? `${name} uses ${s.sourceIn} to ${s.sourceOut}, ${s.sourceFrames} frames.` : `${name} does not use it.`);
  return (
    <Show when={same()}>
      <svg class="source-bars" viewBox="0 0 300 46" role="img" aria-label={`${said("A", props.a)} ${said("B", props.b)}`}>
        <Show when={props.a}>
          {(a) => <rect class="bar-a" x={x(a().sourceInFrame)} y="4" width={wide(a())} height="15" rx="3" />}
        </Show>
        <Show when={props.b}>
          {(b) => <rect class="bar-b" x={x(b().sourceInFrame)} y="26" width={wide(b())} height="15" rx="3" />}
        </Show>
      </svg>
    </Show>
  );
}
