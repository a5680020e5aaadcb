import { A, useParams } from "@solidjs/router";
import { createEffect, createMemo, createResource, createSignal, For, Match, on, Show, Switch, type JSX } from "solid-js";
import { get, path, query } from "../../api/call";
import { refresh } from "../../api/live";
import { personName } from "../../api/names";
import type { Changes, Cut, CutDetail, Decision, List, Preview } from "../../api/types";
import { Copy } from "../../parts/copy";
import { date, dateTime, digest, format, many, rate } from "../../parts/format";
import { LiveMark } from "../../parts/live-mark";
import { Findings, Refusal } from "../../parts/notice";
import { Loading, Page, Section } from "../../parts/page";
import { StateBadge } from "../../parts/state";
import { drawing } from "../../timeline/drawing";
import { base, length } from "../../timeline/timecode";
import { Timeline } from "../../timeline/timeline";
import { NotFound } from "../not-found";
import { crumbs, may, useProduction } from "../production/frame";
import { TurnoverList } from "../production/turnovers";
import { ChangeList } from "./changes";
import { Compare } from "./compare";
import { Decide } from "./decide";
import { Decisions } from "./decisions";
import { filter } from "./filter";
import { Plates } from "./plates";
import { Vendors } from "./vendors";

/** CutPage finds the cut that the address names by its number. */
export function CutPage() {
  const p = useProduction();
  const params = useParams();
  const [cuts, { refetch }] = createResource(() => get<List<Cut>>(path("productions", p.id, "cuts")));
  const state = refresh(p.id, ["cut."], () => void refetch());
  const cut = createMemo(() => cuts.latest?.items.find((c) => String(c.number) === params.cut));
  const id = createMemo(() => cut()?.id);
  return (
    <Switch fallback={<Loading what="the cut" />}>
      <Match when={cuts.error}>
        <Refusal error={cuts.error} />
      </Match>
      <Match when={cuts.latest && !cut()}>
        <NotFound />
      </Match>
      <Match when={id()} keyed>
        {(_) => <OneCut cut={cut()!} cuts={cuts.latest!.items} live={<LiveMark state={state()} />} onDecided={() => void refetch()} />}
      </Match>
    </Switch>
  );
}

/** Whether a decision about the cut is still to be made. */
const open = (c: Cut) => c.state === "submitted" || c.state === "changes-requested";

/** Goes to the decision; the router must not take it for an address. */
function toDecision(e: Event) {
  e.preventDefault();
  const note = document.getElementById("decision-note");
  note?.scrollIntoView({ block: "center" });
  note?.focus({ preventScroll: true });
}

/** The cut that vendors worked to before this one. */
const before = (cut: Cut, cuts: Cut[]): string =>
  cuts.filter((c) => c.approvedAt && c.number < cut.number).sort((x, y) => (x.approvedAt! < y.approvedAt! ? 1 : -1))[0]?.id ?? "none";

function OneCut(props: { cut: Cut; cuts: Cut[]; live: JSX.Element; onDecided: () => void }) {
  const p = useProduction();
  const id = props.cut.id;
  const [chosen, setChosen] = createSignal<string>();
  const [detailB] = createResource(() => get<CutDetail>(path("cuts", id)));
  const [plan, { refetch: plansAgain }] = createResource(() => get<Preview>(path("cuts", id, "plan")));
  const [decisions, { refetch: decisionsAgain }] = createResource(() => get<List<Decision>>(path("cuts", id, "decisions")));
  refresh(p.id, ["cut.", "assignment.", "asset.", "turnover."], () => (void plansAgain(), void decisionsAgain()));

  const against = createMemo(() => {
    if (chosen()) return chosen()!;
    if (!open(props.cut)) return before(props.cut, props.cuts);
    return plan.latest ? (plan.latest.against?.id ?? "none") : undefined;
  });
  const planned = () => open(props.cut) && plan.latest && (plan.latest.against?.id ?? "none") === against();
  const [diff] = createResource(
    () => (against() && !planned() ? { against: against()! } : undefined),
    (q) => get<Changes>(path("cuts", id, "diff") + query(q)),
  );
  const [detailA] = createResource(
    () => against() !== "none" && against(),
    (other) => get<CutDetail>(path("cuts", other)),
  );
  const changes = createMemo(() => (planned() ? plan.latest?.changes : diff.latest));
  const cutA = createMemo(() => (against() === "none" ? undefined : detailA.latest));
  const drawn = createMemo(() => {
    const b = detailB.latest;
    const ready = b && against() && changes() && (against() === "none" || cutA()?.id === against());
    return ready ? drawing(cutA(), b, changes()) : undefined;
  });

  const [selected, setSelected] = createSignal(-1);
  createEffect(on(against, () => setSelected(-1), { defer: true }));
  const wanted = filter(() => changes()?.changes ?? []);
  const dimmed = (item: number) => wanted.active() && !wanted.has(item);
  const decided = () => {
    props.onDecided();
    void plansAgain();
    void decisionsAgain();
  };

  return (
    <Page
      title={props.cut.name}
      crumbs={crumbs(p)}
      aside={
        <>
          <StateBadge state={props.cut.state} />
          <div class="push">
            {props.live}
            <Show when={open(props.cut) && may(p, "cut.approve")}>
              <a class="button primary" href="#decide" onClick={toDecision}>
                Decide
              </a>
            </Show>
          </div>
        </>
      }
      under={<Facts cut={props.cut} />}
    >
      <Show when={props.cut.findings?.length}>
        <details class="card pad">
          <summary>{many(props.cut.findings!.length, "finding")} in the file</summary>
          <Findings list={props.cut.findings} />
        </details>
      </Show>
      <Show when={detailB.error || plan.error || diff.error || detailA.error}>
        {(e) => <Refusal error={e()} />}
      </Show>
      <Section
        title={against() === "none" ? "The cut" : "What changed"}
        aside={
          <>
            <label for="against" class="small strong">
              Compare with
            </label>
            <select id="against" class="input small" onChange={(e) => setChosen(e.currentTarget.value)}>
              <For each={props.cuts.filter((c) => c.id !== id)}>
                {(c) => (
                  <option value={c.id} selected={c.id === against()}>
                    {c.number} {c.name}
                  </option>
                )}
              </For>
              <option value="none" selected={against() === "none"}>
                no cut
              </option>
            </select>
          </>
        }
      >
        <Show when={drawn()} fallback={<Loading what="both cuts" />}>
          {(d) => (
            <>
              <Timeline
                drawing={d()}
                nameA={<NameA cut={cutA()} />}
                nameB={
                  <>
                    <span class="strong">{props.cut.name}</span> <span class="quiet">this cut</span>
                  </>
                }
                selected={selected()}
                onSelect={setSelected}
                dimmed={dimmed}
              />
              <Show when={changes()}>
                {(c) => (
                  <div class="columns changes-columns">
                    <ChangeList changes={c()} filter={wanted} selected={selected()} onSelect={setSelected} />
                    <Compare item={d().items[selected()]} moves={c().moves} fps={d().fps} />
                  </div>
                )}
              </Show>
            </>
          )}
        </Show>
      </Section>
      <Show when={plan.latest} fallback={<Loading what="the plan" />}>
        {(preview) => (
          <div class="columns">
            <Plates plan={preview().plan} findings={preview().plan.findings ?? []} approved={!open(props.cut)} />
            <div class="stack aside">
              <Show
                when={open(props.cut)}
                fallback={
                  <Section title="Turnovers" note="Opened by this cut">
                    <TurnoverList cut={id} />
                  </Section>
                }
              >
                <Vendors vendors={preview().vendors ?? []} unassigned={preview().unassigned ?? []} />
              </Show>
              <Decide cut={props.cut} preview={preview()} onDecided={decided} />
              <Decisions list={decisions.latest?.items ?? []} digest={props.cut.digest} />
            </div>
          </div>
        )}
      </Show>
    </Page>
  );
}

function NameA(props: { cut: CutDetail | undefined }) {
  const p = useProduction();
  return (
    <Show when={props.cut} fallback={<span class="quiet">no earlier cut: everything is new</span>}>
      {(c) => (
        <>
          <A href={`/productions/${p.slug}/cuts/${c().number}`} class="strong">
            {c().name}
          </A>{" "}
          <span class="quiet">{c().approvedAt ? `approved ${date(c().approvedAt)}` : c().state}</span>
        </>
      )}
    </Show>
  );
}

function Facts(props: { cut: Cut }) {
  const c = () => props.cut;
  return (
    <p class="facts">
      <span>Cut {c().number}</span>
      <span>
        {format(c().format)}, {rate(c().rate)}
        {c().dropFrame ? ", drop frame" : ""}
      </span>
      <span>{many(c().events, "event")}</span>
      <span class="mono">{length(c().duration, base(c().rate))}</span>
      <span>
        {personName(c().publishedBy)}, {dateTime(c().publishedAt)}
      </span>
      <Copy text={c().digest} shown={digest(c().digest)} what="digest" />
      <a href={path("cuts", c().id, "file")} download={c().file || undefined}>
        {c().file || "file"}
      </a>
    </p>
  );
}
