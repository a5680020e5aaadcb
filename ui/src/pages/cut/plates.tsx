import { createMemo, createSignal, For, Show } from "solid-js";
import type { Plate, PullPlan } from "../../api/types";
import { count, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Findings, Notice } from "../../parts/notice";
import { Empty, Section } from "../../parts/page";
import { More, some, SomeOf } from "../../parts/some";
import { HandleBar } from "./handle-bar";
import { isQuiet, missingOf, needsLook, plateLines, reelOf, type PlateLine } from "./plate-lines";
import { ShotLink, type Follow } from "./shot-link";

/** Plates lists what must be pulled, with the handles there are and the handles wanted. */
export function Plates(props: { plan: PullPlan; all?: boolean; follow?: Follow }) {
  const lines = createMemo(() => plateLines(props.plan));
  const [all, setAll] = createSignal(!!props.all);
  const shown = createMemo(() => (all() ? lines() : lines().filter((l) => !isQuiet(l.plate) || l.shot.shot === props.follow?.chosen)));
  const part = some(shown, 100);
  const covered = createMemo(() => lines().filter((l) => isQuiet(l.plate)).length);
  const odd = createMemo(() => lines().filter((l) => needsLook(l.plate)));
  const t = () => props.plan.totals;
  return (
    <Section
      title="Plates"
      id="plates"
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
            {(l) => <Odd line={l} follow={props.follow} />}
          </SomeOf>
        </Notice>
      </Show>
      <Show when={shown().length} fallback={<Empty>{lines().length ? "Every plate is covered; nothing is to be pulled." : "No plates."}</Empty>}>
        <div class="card table-wrap plates-wrap" role="group" aria-label="Plates" tabindex="0">
          <table class="plates" role="table">
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">Plate</th>
                <th scope="col" role="columnheader">To do</th>
                <th scope="col" role="columnheader">Pull from</th>
                <th scope="col" role="columnheader">
                  Comp frames <span class="quiet">with handles</span>
                </th>
                <th scope="col" role="columnheader">
                  Handles <span class="quiet">of {props.plan.policy.headHandle} + {props.plan.policy.tailHandle}</span>
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              <For each={part.shown()}>{(l) => <Row line={l} plan={props.plan} follow={props.follow} />}</For>
            </tbody>
          </table>
        </div>
        <More of={part} />
      </Show>
      <Show when={props.plan.findings?.length}>
        <details>
          <summary>{many(props.plan.findings!.length, "finding")} about the plates</summary>
          <Findings list={props.plan.findings} />
        </details>
      </Show>
    </Section>
  );
}

interface Look {
  word: string;
  tone: string;
  shape: string;
}

const words: Record<Plate["status"], Look> = {
  new: { word: "New", tone: "good", shape: shapes.plus },
  "re-pull": { word: "Pull again", tone: "busy", shape: shapes.again },
  covered: { word: "Covered", tone: "quiet", shape: shapes.check },
  reduced: { word: "Covered, handles reduced", tone: "warn", shape: "M4 3v10M12 3v10M7 8h2" },
  unmatched: { word: "No source", tone: "bad", shape: shapes.close },
  ambiguous: { word: "Several sources", tone: "bad", shape: "M8 3v4M8 7L4 13M8 7l4 6" },
};

const lacking: Look = { word: "Frames missing", tone: "bad", shape: shapes.warn };

/** How a plate stands, and why in words. */
function standing(p: Plate): { look: Look; why: string } {
  const missing = missingOf(p);
  if (missing && (p.status === "covered" || p.status === "reduced"))
    return { look: lacking, why: `the plate has all there is of the source, which lacks ${many(missing, "frame")} of the cut` };
  return { look: words[p.status], why: isQuiet(p) ? "" : (p.why ?? "") };
}

function Row(props: { line: PlateLine; plan: PullPlan; follow?: Follow }) {
  const p = () => props.line.plate;
  const stands = createMemo(() => standing(p()));
  return (
    <tr role="row" classList={{ chosen: !!props.follow && props.follow.chosen === props.line.shot.shot }}>
      <th scope="row" role="rowheader" class="mono">
        <ShotLink shot={props.line.shot.shot} text={p().name} follow={props.follow} />
        <Show when={p().previous && p().previous !== p().name}>
          <span class="quiet small block">replaces {p().previous}</span>
        </Show>
      </th>
      <td role="cell">
        <span class={`badge ${stands().look.tone}`}>
          <Icon shape={stands().look.shape} />
          {stands().look.word}
        </span>
        <Show when={stands().why}>
          <span class="quiet small block">{stands().why}</span>
        </Show>
      </td>
      <td role="cell" class="mono small nowrap">
        <span class="block">
          {reelOf(p())}{" "}
          <span class="quiet">{many(p().sourceFrames, "frame")}</span>
        </span>
        {p().sourceIn} – {p().sourceOut}
      </td>
      <td role="cell" class="mono small nowrap">
        <span class="sr-only">Comp frames of the cut: </span>
        {p().cutIn} – {p().cutOut}
        <span class="quiet block">
          <span class="sr-only">With handles: </span>
          {p().compIn} – {p().compOut}
        </span>
      </td>
      <td role="cell">
        <HandleBar plate={p()} wantedHead={props.plan.policy.headHandle} wantedTail={props.plan.policy.tailHandle} />
      </td>
    </tr>
  );
}

function Odd(props: { line: PlateLine; follow?: Follow }) {
  const p = props.line.plate;
  return (
    <li>
      <ShotLink shot={props.line.shot.shot} text={p.name} follow={props.follow} />
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
          {missingOf(p) ? `${many(missingOf(p), "frame")} of the cut missing. ` : ""}Short handles: {[p.shortHead && `${p.shortHead} missing at the head`, p.shortTail && `${p.shortTail} missing at the tail`].filter(Boolean).join(", ")}.
          {p.availableIn ? ` The source has ${p.availableIn} – ${p.availableOut}.` : ""}
        </span>
      </Show>
    </li>
  );
}
