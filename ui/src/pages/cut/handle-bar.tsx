import { Show } from "solid-js";
import type { Plate } from "../../api/types";
import { handlesOf } from "./plate-lines";

const end = 44; // width of the space for the handle at each end
const middle = 52;

/** HandleBar draws the handles there are in the space of the handles wanted, around the cut. */
export function HandleBar(props: { plate: Plate; wantedHead: number; wantedTail: number }) {
  const width = (have: number, wanted: number) => (wanted > 0 ? Math.min(1, have / wanted) * end : 0);
  const known = () => props.plate.status !== "unmatched" && props.plate.status !== "ambiguous";
  const h = () => handlesOf(props.plate, props.wantedHead, props.wantedTail);
  return (
    <span class="handles">
      <svg viewBox={`0 0 ${2 * end + middle} 16`} aria-hidden="true">
        <rect class="wanted" x="0.5" y="3.5" width={end} height="9" rx="2" />
        <rect class="wanted" x={end + middle - 0.5} y="3.5" width={end} height="9" rx="2" />
        <Show when={known()}>
          <rect class="have" classList={{ short: !!h().shortHead }} x={end - width(h().head, props.wantedHead)} y="3" width={width(h().head, props.wantedHead)} height="10" rx="2" />
          <rect class="have" classList={{ short: !!h().shortTail }} x={end + middle} y="3" width={width(h().tail, props.wantedTail)} height="10" rx="2" />
        </Show>
        <rect class="used" x={end} y="1" width={middle} height="14" rx="3" />
      </svg>
      <Show when={known()} fallback={<span class="small quiet">not known</span>}>
        <span class="small">
          <span class="mono">
            <span classList={{ bad: !!h().shortHead }}>{h().head}</span> + <span classList={{ bad: !!h().shortTail }}>{h().tail}</span>
          </span>
          <Show when={h().said}>
            <span class="block bad">{h().said}</span>
          </Show>
        </span>
      </Show>
    </span>
  );
}
