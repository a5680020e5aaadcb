import { For, Show } from "solid-js";
import type { Changes, Side } from "../../api/types";
import { speed } from "../../parts/format";
import { KindTag } from "../../parts/icon";
import { detail } from "../../parts/kinds";
import { nameOf, type Clip, type Item } from "../../timeline/drawing";
import { length } from "../../timeline/timecode";
import { SourceBars } from "./source-bars";

interface Seen {
  number: string;
  shot: string;
  reel: string;
  clip: string;
  source: string;
  record: string;
  length: string;
  speed: string;
}

/** Compare shows the selected event side by side, with what of its source each cut uses. */
export function Compare(props: { item: Item | undefined; moves?: Changes["moves"]; fps: number }) {
  return (
    <div class="card pad stack compare">
      <Show when={props.item} fallback={<p class="quiet">Choose an event to see both sides of it.</p>}>
        {(item) => {
          const change = () => item().change;
          const a = () => seen(item().a[0], change()?.a, change()?.speed[0], props.fps);
          const b = () => seen(item().b[0], change()?.b, change()?.speed[1], props.fps);
          return (
            <>
              <div class="line-up">
                <h3>{nameOf((item().b[0] ?? item().a[0])!.event)}</h3>
                <For each={change()?.kinds ?? []}>{(k) => <KindTag kind={k} />}</For>
              </div>
              <p>{change() ? detail(change()!, props.moves) : "Not changed; at most it stands elsewhere in the record."}</p>
              <Show when={change()?.a || change()?.b}>
                <SourceBars a={change()!.a} b={change()!.b} />
              </Show>
              <Sides a={a()} b={b()} />
              <For each={change()?.notes ?? []}>{(n) => <p class="quiet small">{n}</p>}</For>
            </>
          );
        }}
      </Show>
    </div>
  );
}

const rows: [keyof Seen, string][] = [
  ["number", "Event"],
  ["shot", "Shot"],
  ["reel", "Reel"],
  ["clip", "Clip"],
  ["source", "Source"],
  ["record", "Record"],
  ["length", "Length"],
  ["speed", "Speed"],
];

function Sides(props: { a: Seen | undefined; b: Seen | undefined }) {
  const differs = (k: keyof Seen) => props.a && props.b && props.a[k] !== props.b[k];
  return (
    <div class="table-wrap">
      <table class="sides">
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          <For each={rows.filter(([k]) => props.a?.[k] || props.b?.[k])}>
            {([k, word]) => (
              <tr classList={{ differs: !!differs(k) }}>
                <th scope="row">{word}</th>
                <td class="mono">{props.a?.[k] ?? "–"}</td>
                <td class="mono">{props.b?.[k] ?? "–"}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

function seen(clip: Clip | undefined, side: Side | null | undefined, pace: string | undefined, fps: number): Seen | undefined {
  const e = clip?.event ?? side;
  if (!e) return undefined;
  return {
    number: e.number || String(clip?.event.n ?? side?.event ?? ""),
    shot: e.shot ?? "",
    reel: e.reel ?? "",
    clip: e.clip ?? "",
    source: `${e.sourceIn} – ${e.sourceOut}`,
    record: `${e.recordIn} – ${e.recordOut}`,
    length: `${length(e.recordFrames, fps)} (${e.recordFrames} fr)`,
    speed: speed(pace || clip?.event.speed || "1/1"),
  };
}
