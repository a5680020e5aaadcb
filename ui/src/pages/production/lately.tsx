import { A } from "@solidjs/router";
import { createMemo, createResource, For, Show } from "solid-js";
import { latest } from "../../api/latest";
import { live } from "../../api/live";
import type { CloudEvent } from "../../api/types";
import { say } from "../../parts/event-words";
import { clock } from "../../parts/format";
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
export function Lately() {
  const p = useProduction();
  const [events, { mutate }] = createResource(async () => (await latest(p.id, many)).items);
  live(p.id, (e) => mutate((have) => [...(have ?? []), e].slice(-many)));
  const newest = createMemo(() => folded((!events.error && events.latest) || []));
  return (
    <Show when={newest().length}>
      <Section title="Lately" aside={<A href={`/productions/${p.slug}/events`}>All events</A>}>
        <ol class="card row-list lately">
          <For each={newest()}>{(r) => <One run={r} />}</For>
        </ol>
      </Section>
    </Show>
  );
}

function One(props: { run: Run }) {
  const e = () => props.run.event;
  return (
    <li>
      <time class="mono quiet small" datetime={e().time}>
        {clock(e().time)}
      </time>
      <span>
        <span class="mono small strong block">{e().type}</span>
        <span class="small quiet">{props.run.count > 1 ? `${props.run.count} of them, the last: ${say(e())}` : say(e())}</span>
      </span>
    </li>
  );
}
