import { createSignal, For, Show, type Accessor, type JSX } from "solid-js";
import { count } from "./format";

/** Some is the first part of a list that may be long, and how to see more of it. */
export interface Some<T> {
  shown: Accessor<T[]>;
  left: Accessor<number>;
  more: () => void;
}

export function some<T>(list: () => T[], step: number): Some<T> {
  const [limit, setLimit] = createSignal(step);
  return {
    shown: () => list().slice(0, limit()),
    left: () => Math.max(0, list().length - limit()),
    more: () => setLimit((n) => n + Math.max(step, 100)),
  };
}

/** More is the button below such a list. */
export function More(props: { of: Some<unknown> }) {
  return (
    <Show when={props.of.left()}>
      <div>
        <button type="button" class="button small" onClick={() => props.of.more()}>
          Show more ({count(props.of.left())} left)
        </button>
      </div>
    </Show>
  );
}

/** SomeOf draws the first part of a list. */
export function SomeOf<T>(props: { list: T[]; step: number; class: string; children: (item: T) => JSX.Element }) {
  const part = some(() => props.list, props.step);
  return (
    <>
      <ul class={props.class}>
        <For each={part.shown()}>{(item) => props.children(item)}</For>
      </ul>
      <More of={part} />
    </>
  );
}
