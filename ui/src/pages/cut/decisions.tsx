import { For, Show } from "solid-js";
import { personName } from "../../api/names";
import type { Decision, Verdict } from "../../api/types";
import { dateTime, digest } from "../../parts/format";
import { Section } from "../../parts/page";

const words: Record<Verdict, string> = {
  approve: "approved it",
  "approve-with-notes": "approved it with notes",
  "changes-requested": "asked for changes",
  reject: "rejected it",
  withdraw: "withdrew the approval",
};

/** Decisions is what was decided so far, the newest first. */
export function Decisions(props: { list: Decision[]; digest: string }) {
  return (
    <Show when={props.list.length}>
      <Section title="Decisions">
        <ol class="card row-list decisions">
          <For each={[...props.list].reverse()}>
            {(d) => (
              <li class="pad">
                <p>
                  <span class="strong">{personName(d.by)}</span> {words[d.verdict] ?? d.verdict}
                  <span class="quiet small"> {dateTime(d.at)}</span>
                </p>
                <Show when={d.note}>
                  <p class="note">{d.note}</p>
                </Show>
                <Show when={d.digest !== props.digest}>
                  <p class="quiet small">about other content, {digest(d.digest)}</p>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Section>
    </Show>
  );
}
