import { A } from "@solidjs/router";
import { createResource, For, Show } from "solid-js";
import { latest } from "../../api/latest";
import { live } from "../../api/live";
import type { CloudEvent } from "../../api/types";
import { say } from "../../parts/event-words";
import { clock } from "../../parts/format";
import { Section } from "../../parts/page";
import { useProduction } from "./frame";

const few = 8;

/** Lately is the last few events of a production, and what happens now. */
export function Lately() {
  const p = useProduction();
  const [events, { mutate }] = createResource(async () => (await latest(p.id, few)).items);
  live(p.id, (e) => mutate((have) => [...(have ?? []), e].slice(-few)));
  const newest = () => [...((!events.error && events.latest) || [])].reverse();
  return (
    <Show when={newest().length}>
      <Section title="Lately" aside={<A href={`/productions/${p.slug}/events`}>All events</A>}>
        <ol class="card row-list lately">
          <For each={newest()}>{(e) => <One event={e} />}</For>
        </ol>
      </Section>
    </Show>
  );
}

function One(props: { event: CloudEvent }) {
  return (
    <li>
      <time class="mono quiet small" datetime={props.event.time}>
        {clock(props.event.time)}
      </time>
      <span>
        <span class="mono small strong block">{props.event.type}</span>
        <span class="small quiet">{say(props.event)}</span>
      </span>
    </li>
  );
}
