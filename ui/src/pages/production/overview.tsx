import { A } from "@solidjs/router";
import { createMemo, createResource, createSignal, For, Show } from "solid-js";
import { all, path } from "../../api/call";
import { refresh } from "../../api/live";
import { knownOrg, personName } from "../../api/names";
import type { Cut } from "../../api/types";
import { count, dateTime, format, many, rate } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { LiveMark } from "../../parts/live-mark";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page, Section } from "../../parts/page";
import { rows } from "../../parts/rows";
import { StateBadge } from "../../parts/state";
import { base, length } from "../../timeline/timecode";
import { may, Places, useProduction } from "./frame";
import { Lately } from "./lately";
import { Publish } from "./publish";
import { TurnoverList } from "./turnovers";

/** Overview is the first page of a production: what vendors work to, and the cuts. */
export function Overview() {
  const p = useProduction();
  const reads = may(p, "cut.read");
  const [cuts, { refetch }] = createResource(
    () => reads,
    () => all<Cut>(path("productions", p.id, "cuts")),
  );
  const state = refresh(p.id, ["cut."], () => reads && void refetch());
  const [publishing, setPublishing] = createSignal(false);
  return (
    <Page
      title={p.name}
      crumbs={[{ href: "/", text: "Productions" }]}
      aside={
        <div class="push">
          <LiveMark state={state()} />
          <Show when={may(p, "cut.publish")}>
            <button type="button" class="button primary" onClick={() => setPublishing(true)}>
              <Icon shape={shapes.up} /> Publish a cut
            </button>
          </Show>
        </div>
      }
      under={<Show when={knownOrg(p.org)}>{(name) => <p class="facts">{name()}</p>}</Show>}
    >
      <Places />
      <Show when={reads} fallback={<VendorStart />}>
        <Show when={!cuts.error} fallback={<Refusal error={cuts.error} />}>
          <Show when={cuts.latest} fallback={<Loading what="cuts" />}>
            {(list) => <Cuts list={list()} />}
          </Show>
        </Show>
      </Show>
      <Publish open={publishing()} onClose={() => setPublishing(false)} />
    </Page>
  );
}

function Cuts(props: { list: Cut[] }) {
  const p = useProduction();
  const approved = createMemo(() => props.list.find((c) => c.state === "approved"));
  const waiting = createMemo(() => props.list.filter((c) => c.state === "submitted"));
  return (
    <>
      <dl class="card numbers">
        <div>
          <dt>Vendors work to</dt>
          <dd class="fit">{approved()?.name ?? "no cut yet"}</dd>
        </div>
        <div>
          <dt>{waiting().length === 1 ? "cut waits for review" : "cuts wait for review"}</dt>
          <dd>{count(waiting().length)}</dd>
        </div>
        <div>
          <dt>{props.list.length === 1 ? "cut published" : "cuts published"}</dt>
          <dd>{count(props.list.length)}</dd>
        </div>
      </dl>
      <div class="columns">
        <Section title="Cuts" note="The newest first">
          <Show when={props.list.length} fallback={<Empty>No cut yet. Editorial publishes one as EDL, OTIO, AAF or XML.</Empty>}>
            <ul class="card row-list" ref={(el) => rows(el, "a")}>
              <For each={props.list}>
                {(c) => (
                  <li>
                    <A class="row-link" href={`/productions/${p.slug}/cuts/${c.number}`}>
                      <span>
                        <span class="line-up">
                          <span class="quiet mono">{c.number}</span>
                          <span class="strong">{c.name}</span>
                          <StateBadge state={c.state} />
                        </span>
                        <span class="facts">
                          <span>
                            {format(c.format)}, {rate(c.rate)}
                          </span>
                          <span>{many(c.events, "event")}</span>
                          <span class="mono">{length(c.duration, base(c.rate))}</span>
                          <span>
                            {personName(c.publishedBy)}, {dateTime(c.publishedAt)}
                          </span>
                        </span>
                      </span>
                      <Icon shape={shapes.chevron} class="quiet" />
                    </A>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Section>
        <div class="stack">
          <Show when={may(p, "turnover.read")}>
            <Section title="Turnovers" note="The newest">
              <TurnoverList limit={4} />
            </Section>
          </Show>
          <Show when={may(p, "event.read")}>
            <Lately />
          </Show>
        </div>
      </div>
    </>
  );
}

/** VendorStart is what a vendor sees first: its own turnovers. */
function VendorStart() {
  return (
    <Section title="Your turnovers" note="What to work on, the newest first">
      <TurnoverList />
    </Section>
  );
}
