import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import type { Change, Changes } from "../../api/types";
import { count, many } from "../../parts/format";
import { Icon, KindIcon, KindTag } from "../../parts/icon";
import { detail, kindOrder, kinds, mainKind } from "../../parts/kinds";
import { Findings } from "../../parts/notice";
import { Empty } from "../../parts/page";
import { nameOf } from "../../timeline/drawing";
import type { Filter } from "./filter";

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
  const present = createMemo(() => kindOrder.filter((k) => all().some((c) => c.kinds.includes(k))));
  const number = (k: string) => props.changes.summary[k] ?? all().filter((c) => c.kinds.includes(k as never)).length;
  return (
    <div class="stack">
      <div class="line-up kinds" role="group" aria-label="Kinds of change to show">
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
        <span class="quiet small">
          {count(props.changes.summary.same)} the same, {count(props.changes.summary.shifted)} only shifted
          {props.changes.offset ? `; the programme begins ${many(Math.abs(props.changes.offset), "frame")} ${props.changes.offset > 0 ? "later" : "earlier"}` : ""}
        </span>
      </div>
      <Show when={all().length} fallback={<Empty>Nothing changed.</Empty>}>
        <div class="line-up">
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
          <Show when={props.filter.active()}>
            <button type="button" class="button small" onClick={() => props.filter.clear()}>
              Show all
            </button>
          </Show>
        </div>
        <Rows {...props} shown={shown()} />
        <Findings list={props.changes.findings} limit={10} />
      </Show>
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
          {(i) => <Row id={rowID(i)} change={props.changes.changes![i]!} moves={props.changes.moves} selected={i === props.selected} onSelect={() => props.onSelect(i)} />}
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

function Row(props: { id: string; change: Change; moves: Changes["moves"]; selected: boolean; onSelect: () => void }) {
  const side = () => props.change.b ?? props.change.a!;
  return (
    <li
      id={props.id}
      role="option"
      class={`change kind-${mainKind(props.change)}`}
      aria-selected={props.selected}
      onClick={() => props.onSelect()}
    >
      <KindIcon kind={mainKind(props.change)} />
      <span class="change-what">
        <span class="strong">{nameOf(side())}</span>
        <span class="mono quiet small">{side().shot ? side().reel || side().clip : side().reel}</span>
      </span>
      <span class="mono small quiet change-at">{side().recordIn}</span>
      <span class="change-kinds">
        <For each={props.change.kinds}>{(k) => <KindTag kind={k} />}</For>
      </span>
      <span class="small change-detail">{detail(props.change, props.moves)}</span>
    </li>
  );
}
