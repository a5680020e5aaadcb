import { For, Show } from "solid-js";
import { Icon, shapes } from "../../parts/icon";
import type { Deciding } from "./decision";

/** Act offers the decisions that the reader may take about the cut, or says who takes them. */
export function Act(props: { of: Deciding }) {
  const d = () => props.of;
  const first = () => d().offered().find((c) => c.verdict === "approve");
  return (
    <Show when={d().offered().length} fallback={<p class="quiet small">Waits for somebody who may approve it.</p>}>
      <Show when={first()}>
        <button type="button" class="button large" classList={{ primary: !d().own() }} onClick={() => d().choose("approve")}>
          <Icon shape={shapes.check} /> Approve…
        </button>
      </Show>
      <div class="line-up">
        <For each={d().offered().filter((c) => c !== first())}>
          {(c) => (
            <button type="button" class={`button small ${c.class}`} onClick={() => d().choose(c.verdict)}>
              {c.word}…
            </button>
          )}
        </For>
      </div>
      <Show when={d().own() && first()}>
        <p class="quiet small">You published this cut: somebody else decides, unless a rule lets you.</p>
      </Show>
    </Show>
  );
}
