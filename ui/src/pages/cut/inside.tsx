import { For, Show } from "solid-js";
import type { Inside } from "../../api/types";
import { many } from "../../parts/format";
import { More, some } from "../../parts/some";
import { nameOf } from "../../timeline/drawing";
import { ChangeWords, rowClass } from "./change-row";

/** InsideList says what changed in nested cuts, whose events need not have changed themselves. */
export function InsideList(props: { list: Inside[] }) {
  return <For each={props.list}>{(i) => <One inside={i} />}</For>;
}

function One(props: { inside: Inside }) {
  const changes = () => props.inside.changes.changes ?? [];
  const part = some(changes, 100);
  const holder = () => props.inside.b ?? props.inside.a;
  return (
    <details class="card" open={changes().length <= 12}>
      <summary class="pad">
        {many(changes().length, "change")} inside {holder() ? nameOf(holder()!) : "a nested cut"}
        <span class="quiet small"> event {props.inside.path}</span>
      </summary>
      <ul>
        <For each={part.shown()}>
          {(c) => (
            <li class={rowClass(c)}>
              <ChangeWords change={c} moves={props.inside.changes.moves} />
            </li>
          )}
        </For>
      </ul>
      <Show when={part.left()}>
        <div class="pad">
          <More of={part} />
        </div>
      </Show>
    </details>
  );
}
