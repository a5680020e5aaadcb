import { createMemo, For, Show } from "solid-js";
import type { Changes } from "../../api/types";
import { count, many } from "../../parts/format";
import { Icon } from "../../parts/icon";
import { kindOrder, kinds } from "../../parts/kinds";
import type { Filter } from "./filter";

/** KindFilter counts the changes of each kind and chooses which of them are shown. */
export function KindFilter(props: { changes: Changes; filter: Filter }) {
  const all = () => props.changes.changes ?? [];
  const present = createMemo(() => kindOrder.filter((k) => all().some((c) => c.kinds.includes(k))));
  const number = (k: string) => props.changes.summary[k] ?? all().filter((c) => c.kinds.includes(k as never)).length;
  return (
    <div class="line-up" role="group" aria-label="Kinds of change to show">
      <For each={present()}>
        {(k) => (
          <button
            type="button"
            class={`chip kind-${k}`}
            aria-pressed={props.filter.kinds().includes(k)}
            title={kinds[k].means}
            onClick={() => props.filter.toggle(k)}
          >
            <Icon shape={kinds[k].shape} class={`kind kind-${k}`} />
            {kinds[k].word} <span class="mono">{count(number(k))}</span>
          </button>
        )}
      </For>
      <span class="quiet small">{unchanged(props.changes)}</span>
      <Show when={all().length}>
        <div class="line-up push-end">
          <Show when={props.filter.active()}>
            <button type="button" class="button small" onClick={() => props.filter.clear()}>
              Show all
            </button>
          </Show>
          <label for="change-words" class="sr-only">
            Find in the changes
          </label>
          <input
            id="change-words"
            class="input small"
            type="search"
            placeholder="Shot, reel or clip"
            value={props.filter.words()}
            onInput={(e) => props.filter.setWords(e.currentTarget.value)}
          />
        </div>
      </Show>
    </div>
  );
}

/** What did not change, in words. */
function unchanged(c: Changes): string {
  const said = [];
  if (c.summary.same) said.push(`${count(c.summary.same)} the same`);
  if (c.summary.shifted) said.push(`${count(c.summary.shifted)} only shifted`);
  if (c.offset) said.push(`the programme begins ${many(Math.abs(c.offset), "frame")} ${c.offset > 0 ? "later" : "earlier"}`);
  return said.join(", ");
}
