import { Show } from "solid-js";
import type { Plate } from "../../api/types";

const end = 44; // width of the space for the handle at each end
const middle = 52;

/** HandleBar draws the handles there are in the space of the handles wanted, around the cut. */
export function HandleBar(props: { plate: Plate; wantedHead: number; wantedTail: number }) {
  const have = (n: number, wanted: number) => (wanted > 0 ? Math.min(1, Math.max(0, n) / wanted) * end : 0);
  const missing = () => Math.max(0, -props.plate.headHandle) + Math.max(0, -props.plate.tailHandle); // frames of the cut itself
  const head = () => have(props.plate.headHandle, props.wantedHead);
  const tail = () => have(props.plate.tailHandle, props.wantedTail);
  const short = () => props.plate.headHandle < props.wantedHead || props.plate.tailHandle < props.wantedTail;
  const unknown = () => props.plate.status === "unmatched" || props.plate.status === "ambiguous";
  return (
    <span class="handles">
      <svg viewBox={`0 0 ${2 * end + middle} 16`} aria-hidden="true">
        <rect class="wanted" x="0.5" y="3.5" width={end} height="9" rx="2" />
        <rect class="wanted" x={end + middle - 0.5} y="3.5" width={end} height="9" rx="2" />
        <Show when={!unknown()}>
          <rect class="have" classList={{ short: props.plate.headHandle < props.wantedHead }} x={end - head()} y="3" width={head()} height="10" rx="2" />
          <rect class="have" classList={{ short: props.plate.tailHandle < props.wantedTail }} x={end + middle} y="3" width={tail()} height="10" rx="2" />
        </Show>
        <rect class="used" x={end} y="1" width={middle} height="14" rx="3" />
      </svg>
      <span class="mono small" classList={{ bad: short() && !unknown() }}>
        {unknown() ? "not known" : `${Math.max(0, props.plate.headHandle)} + ${Math.max(0, props.plate.tailHandle)}`}
        {short() && !unknown() ? " short" : ""}
        <Show when={missing() && !unknown()}>
          <span class="block">{missing()} of the cut missing</span>
        </Show>
      </span>
    </span>
  );
}
