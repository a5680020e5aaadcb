import { useParams } from "@solidjs/router";
import { createEffect, createMemo, createResource, createSignal, Match, on, Show, Switch, type JSX } from "solid-js";
import { all, get, path } from "../../api/call";
import { refresh } from "../../api/live";
import type { Cut, Decision, Preview } from "../../api/types";
import { many } from "../../parts/format";
import { shortcut } from "../../parts/keys";
import { LiveMark } from "../../parts/live-mark";
import { Findings, Notice, Refusal } from "../../parts/notice";
import { Loading, Page, Section } from "../../parts/page";
import { StateBadge } from "../../parts/state";
import { itemOfShot, shotOf } from "../../timeline/drawing";
import { Timeline } from "../../timeline/timeline";
import { NotFound } from "../not-found";
import { crumbs, may, useProduction } from "../production/frame";
import { Act } from "./act";
import { ChangeList } from "./changes";
import { Compare } from "./compare";
import { comparison, isOpen } from "./comparison";
import { Decide } from "./decide";
import { decision } from "./decision";
import { Decisions } from "./decisions";
import { filter } from "./filter";
import { Against, Facts, NameA } from "./head";
import { Impact } from "./impact";
import { KindFilter } from "./kind-filter";
import { Plates } from "./plates";
import { Progress } from "./progress";
import { Vendors } from "./vendors";

/** CutPage finds the cut that the address names by its number. */
export function CutPage() {
  const p = useProduction();
  const params = useParams();
  const [cuts, { refetch }] = createResource(() => all<Cut>(path("productions", p.id, "cuts")));
  const state = refresh(p.id, ["cut."], () => void refetch());
  const cut = createMemo(() => (cuts.error ? undefined : cuts.latest?.find((c) => String(c.number) === params.cut)));
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
        {(_) => <OneCut cut={cut()!} cuts={cuts.latest!} live={<LiveMark state={state()} />} onDecided={() => void refetch()} />}
      </Match>
    </Switch>
  );
}

function OneCut(props: { cut: Cut; cuts: Cut[]; live: JSX.Element; onDecided: () => void }) {
  const p = useProduction();
  const id = props.cut.id;
  const plans = may(p, "turnover.read"); // who gets what is not for everybody who may see the cut
  const [plan, { refetch: plansAgain }] = createResource(
    () => plans,
    () => get<Preview>(path("cuts", id, "plan")),
  );
  const [decisions, { refetch: decisionsAgain }] = createResource(() => all<Decision>(path("cuts", id, "decisions")));
  refresh(p.id, ["cut.", "assignment.", "asset.", "turnover."], () => (void plansAgain(), void decisionsAgain()));
  const preview = () => (plan.error ? undefined : plan.latest);
  const { against, choose, changes, cutA, drawn, error } = comparison(() => props.cut, () => props.cuts, preview, plans);
  const deciding = decision(
    () => props.cut,
    () => (props.onDecided(), void plansAgain(), void decisionsAgain()),
  );

  const [chosen, setSelected] = createSignal<number>(); // by the reader; until then it is the first change
  const selected = () => chosen() ?? (changes()?.changes?.length ? 0 : -1);
  createEffect(on(against, () => setSelected(undefined), { defer: true }));
  const wanted = filter(() => changes()?.changes ?? []);
  const dimmed = (item: number) => wanted.active() && !wanted.has(item);
  const follow = {
    get chosen() {
      return chosen() === undefined ? undefined : shotOf(drawn()?.items[selected()]);
    },
    choose: (shot: string) => {
      const item = drawn() ? itemOfShot(drawn()!, shot) : -1;
      if (item < 0) return;
      setSelected(item);
      document.getElementById("changes")?.scrollIntoView({ block: "start" });
    },
  };
  const step = (by: number) => {
    const shown = (changes()?.changes ?? []).map((_, i) => i).filter((i) => wanted.has(i));
    const at = shown.indexOf(selected());
    const to = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    if (shown[to] !== undefined) setSelected(shown[to]!);
  };
  shortcut("Cut", "j", "Next change", () => step(1));
  shortcut("Cut", "k", "Previous change", () => step(-1));
  shortcut("Cut", "a", "Approve, with a question first", () => preview() && deciding.choose("approve"));

  return (
    <Page
      title={props.cut.name}
      crumbs={crumbs(p)}
      aside={
        <>
          <StateBadge state={props.cut.state} />
          <div class="push">{props.live}</div>
        </>
      }
      under={<Facts cut={props.cut} />}
    >
      <Show when={preview()}>
        {(pre) => (
          <>
            <Show when={isOpen(props.cut) || (props.cut.state === "approved" && pre().against?.id !== props.cut.id)}>
              <Impact preview={pre()} action={isOpen(props.cut) && <Act of={deciding} />} />
            </Show>
            <Decide of={deciding} preview={pre()} />
          </>
        )}
      </Show>
      <Show when={error() ?? plan.error}>{(e) => <Refusal error={e()} />}</Show>
      <Show when={props.cut.findings?.length}>
        <details class="card pad">
          <summary>{many(props.cut.findings!.length, "finding")} in the file</summary>
          <Findings list={props.cut.findings} />
        </details>
      </Show>
      <Section
        id="changes"
        title={against() === "none" ? "The cut" : "What changed"}
        aside={<Against cut={props.cut} cuts={props.cuts} against={against()} choose={choose} />}
      >
        <Show when={drawn()} fallback={<Show when={!error()}><Loading what="both cuts" tall /></Show>}>
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
                  <>
                    <KindFilter changes={c()} filter={wanted} />
                    <div class="columns">
                      <ChangeList changes={c()} filter={wanted} selected={selected()} onSelect={setSelected} />
                      <Compare item={d().items[selected()]} moves={c().moves} fps={d().fps} />
                    </div>
                  </>
                )}
              </Show>
            </>
          )}
        </Show>
      </Section>
      <Show
        when={plans}
        fallback={
          <Notice title="What happens to this cut is decided elsewhere">
            <p>Plates, vendors and access are shown to those who open turnovers. What changed is above.</p>
          </Notice>
        }
      >
        <Show when={preview()} fallback={<Show when={!plan.error}><Loading what="the plan" tall /></Show>}>
          {(pre) => (
            <div class="columns">
              <Plates plan={pre().plan} follow={follow} />
              <div class="stack">
                <Show when={isOpen(props.cut)} fallback={<Progress cut={props.cut} action={<Show when={deciding.offered().length}><Act of={deciding} /></Show>} />}>
                  <Vendors vendors={pre().vendors ?? []} unassigned={pre().unassigned ?? []} follow={follow} />
                </Show>
                <Decisions list={decisions.error ? [] : (decisions.latest ?? [])} digest={props.cut.digest} />
              </div>
            </div>
          )}
        </Show>
      </Show>
    </Page>
  );
}
