import { For, Show } from "solid-js";
import type { Change, Changes } from "../../api/types";
import { KindTag } from "../../parts/icon";
import { detail, mainKind } from "../../parts/kinds";
import { nameOf } from "../../timeline/drawing";

/** ChangeWords says what changed in one row: where, what, and how. */
export function ChangeWords(props: { change: Change; moves: Changes["moves"] }) {
  const side = () => props.change.b ?? props.change.a!;
  const source = () => (side().shot ? side().reel || side().clip : side().reel) ?? "";
  return (
    <>
      <span class="mono small quiet change-at">{side().recordIn}</span>
      <span class="change-what">
        <span class="strong">{nameOf(side())}</span>{" "}
        <Show when={source() !== nameOf(side())}>
          <span class="mono quiet small">{source()}</span>
        </Show>
      </span>
      <span class="change-kinds">
        <For each={props.change.kinds}>{(k) => <KindTag kind={k} />}</For>
      </span>
      <span class="small change-detail">{detail(props.change, props.moves)}</span>
    </>
  );
}

/** The class of such a row. */
export const rowClass = (c: Change): string => `change kind-${mainKind(c)}`;
