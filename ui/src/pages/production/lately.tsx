import { A } from "@solidjs/router";
import { createMemo, For, onMount, Show } from "solid-js";
import { feed } from "../../api/feed";
import { latest } from "../../api/latest";
import { live } from "../../api/live";
import type { CloudEvent } from "../../api/types";
import { tell } from "../../parts/event-words";
import { clock, date } from "../../parts/format";
import { Section } from "../../parts/page";
import { useProduction } from "./frame";

const few = 8; // rows
const many = 100; // events looked at

interface Run {
  event: CloudEvent; // the newest of them
  count: number;
}

/** Events of one type behind one another are one row; the newest come first. */
function folded(events: CloudEvent[]): Run[] {
  const runs: Run[] = [];
  for (const event of [...events].reverse()) {
    const last = runs[runs.length - 1];
    if (last && last.event.type === event.type && last.event.authid === event.authid) last.count++;
    else if (runs.length === few) break;
    else runs.push({ event, count: 1 });
  }
  return runs;
}

/** Lately is the last few events of a production, and what happens now. */
export function Lately(props: { cutName: (id: string) => string }) {
  const p = useProduction();
  const { events, add } = feed(many);
  live(p.id, (e) => add([e]));
  onMount(() => void latest(p.id, many).then((past) => add(past.items)).catch(() => {})); // beside the point of the page
  const newest = createMemo(() => folded(events()));
  return (
    <Show when={newest().length}>
      <Section title="Lately" aside={<A href={`/productions/${p.slug}/events`}>All events</A>}>
        <ol class="card row-list lately">
          <For each={newest()}>{(r) => <One run={r} cutName={props.cutName} />}</For>
        </ol>
      </Section>
    </Show>
  );
}

function One(props: { run: Run; cutName: (id: string) => string }) {
  const e = () => props.run.event;
  const more = () => props.run.count - 1;
  return (
    <li>
      <time class="mono quiet small" datetime={e().time} title={date(e().time)}>
        {clock(e().time)}
      </time>
      <span>
        {tell(e(), props.cutName)}
        <Show when={more()}>
          <span class="quiet small"> and {more()} more like it</span>
        </Show>
      </span>
    </li>
  );
}
