import { createMemo, createSignal, For, Show } from "solid-js";
import type { Finding, Plate, PlannedShot, PullPlan } from "../../api/types";
import { count, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Findings, Notice } from "../../parts/notice";
import { Empty, Section } from "../../parts/page";
import { More, some, SomeOf } from "../../parts/some";
import { HandleBar } from "./handle-bar";

interface Line {
  shot: PlannedShot;
  plate: Plate;
}

const attention = (p: Plate) => p.status === "unmatched" || p.status === "ambiguous" || !!p.shortHead || !!p.shortTail;
const quiet = (p: Plate) => p.status === "covered" && !attention(p);

/** Plates lists what must be pulled, with the handles there are and the handles wanted. */
export function Plates(props: { plan: PullPlan; findings: Finding[]; approved: boolean }) {
  const lines = createMemo(() => (props.plan.shots ?? []).flatMap((shot) => (shot.plates ?? []).map((plate): Line => ({ shot, plate }))));
  const [all, setAll] = createSignal(props.approved);
  const shown = createMemo(() => (all() ? lines() : lines().filter((l) => !quiet(l.plate))));
  const part = some(shown, 100);
  const covered = createMemo(() => lines().filter((l) => quiet(l.plate)).length);
  const odd = createMemo(() => lines().filter((l) => attention(l.plate)));
  const t = () => props.plan.totals;
  return (
    <Section
      title="Plates"
      note={`${many(lines().length, "plate")}, ${count((t().new ?? 0) + (t().rePull ?? 0))} to pull, ${many(t().frames ?? 0, "frame")}`}
      aside={
        <Show when={covered()}>
          <label class="line-up small">
            <input type="checkbox" checked={all()} onChange={(e) => setAll(e.currentTarget.checked)} />
            Show the {count(covered())} that are covered
          </label>
        </Show>
      }
    >
      <Show when={odd().length}>
        <Notice tone="warn" title={`${many(odd().length, "plate")} ${odd().length === 1 ? "needs" : "need"} a look`}>
          <SomeOf list={odd()} step={8} class="findings">
            {(l) => <Odd plate={l.plate} />}
          </SomeOf>
        </Notice>
      </Show>
      <Show when={shown().length} fallback={<Empty>{lines().length ? "Every plate is covered; nothing is to be pulled." : "No plates."}</Empty>}>
        <div class="card table-wrap" role="group" aria-label="Plates" tabindex="0">
          <table class="plates" role="table">
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">Plate</th>
                <th scope="col" role="columnheader">To do</th>
                <th scope="col" role="columnheader">Pull from</th>
                <th scope="col" role="columnheader">
                  Handles <span class="quiet">of {props.plan.policy.headHandle} + {props.plan.policy.tailHandle}</span>
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              <For each={part.shown()}>{(l) => <Row line={l} plan={props.plan} />}</For>
            </tbody>
          </table>
        </div>
        <More of={part} />
      </Show>
      <Show when={props.findings.length}>
        <details>
          <summary>{many(props.findings.length, "finding")} about the plates</summary>
          <Findings list={props.findings} />
        </details>
      </Show>
    </Section>
  );
}

const words: Record<Plate["status"], { word: string; tone: string; shape: string }> = {
  new: { word: "New", tone: "good", shape: shapes.plus },
  "re-pull": { word: "Pull again", tone: "busy", shape: "M12.5 8a4.5 4.5 0 1 1-1.4-3.2M12.5 2.5v3h-3" },
  covered: { word: "Covered", tone: "quiet", shape: shapes.check },
  reduced: { word: "Covered, handles reduced", tone: "warn", shape: "M4 3v10M12 3v10M7 8h2" },
  unmatched: { word: "No source", tone: "bad", shape: shapes.close },
  ambiguous: { word: "Several sources", tone: "bad", shape: "M8 3v4M8 7L4 13M8 7l4 6" },
};

const reelOf = (p: Plate) => p.key.Reel || p.key.reel || p.key.Clip || p.key.clip || p.key.File || p.key.file || "";

function Row(props: { line: Line; plan: PullPlan }) {
  const p = () => props.line.plate;
  const look = () => words[p().status];
  return (
    <tr role="row">
      <th scope="row" role="rowheader" class="mono">
        {p().name}
        <Show when={p().previous && p().previous !== p().name}>
          <span class="quiet small block">replaces {p().previous}</span>
        </Show>
      </th>
      <td role="cell">
        <span class={`badge ${look().tone}`}>
          <Icon shape={look().shape} />
          {look().word}
        </span>
      </td>
      <td role="cell" class="mono small nowrap">
        <span class="block">{reelOf(p())}</span>
        {p().sourceIn} – {p().sourceOut}
        <span class="quiet block">
          {p().sourceFrames} frames, from {p().compIn}
        </span>
      </td>
      <td role="cell">
        <HandleBar plate={p()} wantedHead={props.plan.policy.headHandle} wantedTail={props.plan.policy.tailHandle} />
      </td>
    </tr>
  );
}

function Odd(props: { plate: Plate }) {
  const p = props.plate;
  return (
    <li>
      <span class="mono strong">{p.name}</span>
      <Show when={p.status === "unmatched"}>
        <span>No registered source is called {reelOf(p)}.</span>
      </Show>
      <Show when={p.status === "ambiguous"}>
        <span>
          Could be any of {(p.candidates ?? []).map((c) => c.name || c.source).join(", ")}. We do not guess: register an identifier, or cut with
          one.
        </span>
      </Show>
      <Show when={p.shortHead || p.shortTail}>
        <span>
          Short handles: {[p.shortHead && `${p.shortHead} missing at the head`, p.shortTail && `${p.shortTail} missing at the tail`].filter(Boolean).join(", ")}.
          {p.availableIn ? ` The source has ${p.availableIn} – ${p.availableOut}.` : ""}
        </span>
      </Show>
    </li>
  );
}
