import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import type { Changes } from "../../api/types";
import { count } from "../../parts/format";
import { Findings } from "../../parts/notice";
import { Empty } from "../../parts/page";
import { ChangeWords, rowClass } from "./change-row";
import type { Filter } from "./filter";
import { InsideList } from "./inside";

const most = 300; // rows drawn at once

interface ListProps {
  changes: Changes;
  filter: Filter;
  selected: number;
  onSelect: (index: number) => void;
}

/** ChangeList says in words what the timeline shows; choosing a row selects the event in both cuts. */
export function ChangeList(props: ListProps) {
  const all = () => props.changes.changes ?? [];
  const shown = createMemo(() => all().map((_, i) => i).filter((i) => props.filter.has(i)));
  return (
    <div class="stack">
      <Show when={all().length} fallback={<Empty>{props.changes.inside?.length ? "Nothing changed but inside nested cuts." : "Nothing changed."}</Empty>}>
        <Show when={shown().length} fallback={<Empty>No change is like that.</Empty>}>
          <Rows {...props} shown={shown()} />
        </Show>
      </Show>
      <InsideList list={props.changes.inside ?? []} />
      <Findings list={props.changes.findings} limit={10} />
    </div>
  );
}

function Rows(props: ListProps & { shown: number[] }) {
  let list!: HTMLUListElement;
  const [limit, setLimit] = createSignal(most);
  const rows = () => props.shown.slice(0, limit());
  const rowID = (i: number) => `change-${i}`;
  createEffect(
    on(
      () => props.selected,
      (i) => {
        const row = i >= 0 && list.querySelector<HTMLElement>("#" + rowID(i));
        if (!row) return;
        // Only the list scrolls, not the page under the reader.
        if (row.offsetTop < list.scrollTop) list.scrollTop = row.offsetTop - 4;
        const end = row.offsetTop + row.offsetHeight;
        if (end > list.scrollTop + list.clientHeight) list.scrollTop = end - list.clientHeight + 4;
      },
    ),
  );
  const keys = (e: KeyboardEvent) => {
    const at = props.shown.indexOf(props.selected);
    const last = props.shown.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) }[e.key];
    if (to === undefined || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    if (to >= limit()) setLimit(to + most);
    props.onSelect(props.shown[to] ?? -1);
  };
  return (
    <>
      <ul
        class="card change-list"
        ref={list}
        role="listbox"
        tabindex="0"
        aria-label="Changes, in the order of the new cut"
        aria-activedescendant={props.shown.includes(props.selected) ? rowID(props.selected) : undefined}
        onKeyDown={keys}
      >
        <For each={rows()}>
          {(i) => (
            <li
              id={rowID(i)}
              role="option"
              class={rowClass(props.changes.changes![i]!)}
              aria-selected={i === props.selected}
              onClick={() => props.onSelect(i)}
            >
              <ChangeWords change={props.changes.changes![i]!} moves={props.changes.moves} />
            </li>
          )}
        </For>
      </ul>
      <Show when={props.shown.length > limit()}>
        <button type="button" class="button small" onClick={() => setLimit(limit() + most)}>
          Show {count(Math.min(most, props.shown.length - limit()))} more of {count(props.shown.length)}
        </button>
      </Show>
    </>
  );
}
