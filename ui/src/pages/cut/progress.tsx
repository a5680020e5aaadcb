import { A } from "@solidjs/router";
import { createMemo, createResource, For, Show, type JSX } from "solid-js";
import { all, path } from "../../api/call";
import { refresh } from "../../api/live";
import { orgName } from "../../api/names";
import { reached, type Reached } from "../../api/reached";
import type { Cut, Turnover } from "../../api/types";
import { clock, count, dateTime, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Empty, Section } from "../../parts/page";
import { may, useProduction } from "../production/frame";
import { Counts } from "../production/turnovers";

/** Progress follows what an approval set going: turnovers opened, vendors told, assets fetched. */
export function Progress(props: { cut: Cut; action?: JSX.Element }) {
  const p = useProduction();
  const [list, { refetch }] = createResource(() => all<Turnover>(path("productions", p.id, "turnovers")));
  refresh(p.id, ["turnover."], () => void refetch());
  const opened = createMemo(() => newest((list.latest ?? []).filter((t) => t.cut === props.cut.id)));
  const fetched = may(p, "audit.read") ? reached(p.id, props.cut.approvedAt ?? "") : undefined;
  return (
    <Section title="What followed" note={props.cut.approvedAt ? `Approved ${dateTime(props.cut.approvedAt)}` : ""} id="when-you-approve" aside={props.action}>
      <Show
        when={opened().length}
        fallback={<Empty>{list.loading ? "Turnovers are being opened…" : "No vendor was concerned: no turnover was opened by this cut."}</Empty>}
      >
        <ul class="progress-list">
          <For each={opened()}>{(t) => <OneVendor turnover={t} fetched={fetched?.()} />}</For>
        </ul>
      </Show>
    </Section>
  );
}

/** The last turnover of each vendor, the first opened first. */
function newest(list: Turnover[]): Turnover[] {
  const by = new Map<string, Turnover>();
  for (const t of [...list].sort((x, y) => x.number - y.number)) by.set(t.organisation, t);
  return [...by.values()];
}

function OneVendor(props: { turnover: Turnover; fetched: Reached | undefined }) {
  const p = useProduction();
  const t = () => props.turnover;
  const assets = createMemo(() => new Set((t().items ?? []).filter((i) => i.kind !== "stopped").flatMap((i) => i.assets ?? [])));
  const there = () => [...assets()].filter((a) => props.fetched?.get(t().organisation)?.has(a)).length;
  return (
    <li class="card pad stack">
      <div class="line-up">
        <h3>
          <A href={`/productions/${p.slug}/turnovers/${encodeURIComponent(t().id)}`}>
            {orgName(t().organisation)}, turnover {t().number}
          </A>
        </h3>
        <span class="quiet small">
          <Counts of={t().counts} />
        </span>
      </div>
      <ol class="steps">
        <Step done>
          Opened and told <span class="quiet mono small">{clock(t().openedAt)}</span>
        </Step>
        <Step done={assets().size > 0}>
          {assets().size ? `${many(assets().size, "asset")} within reach` : "No asset to reach"}
        </Step>
        <Show when={props.fetched && assets().size}>
          <Step done={there() === assets().size}>
            <span class="grow">
              {there() ? `${count(there())} of ${count(assets().size)} resolved` : "Not resolved yet"}
              <progress value={there()} max={assets().size} aria-label={`Assets that ${orgName(t().organisation)} has resolved`} />
            </span>
          </Step>
        </Show>
      </ol>
    </li>
  );
}

function Step(props: { done?: boolean; children: JSX.Element }) {
  return (
    <li classList={{ done: !!props.done }}>
      <Icon shape={props.done ? shapes.check : shapes.dot} />
      <span class="sr-only">{props.done ? "Done: " : "Waiting: "}</span>
      {props.children}
    </li>
  );
}
