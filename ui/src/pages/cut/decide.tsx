import { createSignal, For, Show } from "solid-js";
import { asProblem, path, post, type Problem } from "../../api/call";
import { orgName } from "../../api/names";
import type { Cut, Decision, Preview, Verdict } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { digest, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { Section } from "../../parts/page";
import { may, useProduction } from "../production/frame";

interface Choice {
  verdict: Verdict;
  word: string;
  class: string;
  from: Cut["state"][];
  asks?: boolean; // for a confirmation
  note?: boolean; // a note must be given
}

const choices: Choice[] = [
  { verdict: "approve", word: "Approve", class: "primary", from: ["submitted", "changes-requested"], asks: true },
  { verdict: "approve-with-notes", word: "Approve with the note", class: "", from: ["submitted", "changes-requested"], asks: true, note: true },
  { verdict: "changes-requested", word: "Request changes", class: "", from: ["submitted"], note: true },
  { verdict: "reject", word: "Reject", class: "danger", from: ["submitted", "changes-requested"], asks: true },
  { verdict: "withdraw", word: "Withdraw the approval", class: "danger", from: ["approved"], asks: true },
];

/** Decide takes a decision about the content that the reader has seen. */
export function Decide(props: { cut: Cut; preview: Preview; onDecided: () => void }) {
  const p = useProduction();
  const seen = props.cut.digest;
  const [note, setNote] = createSignal("");
  const [asking, setAsking] = createSignal<Choice>();
  const [busy, setBusy] = createSignal(false);
  const [refused, setRefused] = createSignal<Problem>();
  const offered = () => choices.filter((c) => c.from.includes(props.cut.state));

  const choose = (c: Choice) => {
    setRefused(undefined);
    if (c.note && !note().trim()) {
      document.getElementById("decision-note")?.focus();
      return;
    }
    if (c.asks) setAsking(c);
    else void decide(c);
  };
  const decide = async (c: Choice) => {
    setBusy(true);
    try {
      await post<Decision>(path("cuts", props.cut.id, "decisions"), { verdict: c.verdict, digest: seen, note: note().trim() || undefined });
      setNote("");
    } catch (e) {
      setRefused(asProblem(e));
    } finally {
      setBusy(false);
      setAsking(undefined);
      props.onDecided();
    }
  };
  return (
    <Show when={may(p, "cut.approve") && offered().length}>
      <Section title="Decide" note={`About the content ${digest(seen)}`}>
        <div class="card pad stack decide">
          <Show when={refused()}>
            {(r) => (
              <Show when={r().status === 409} fallback={<Refusal error={r()} title="The decision was not taken" />}>
                <Notice tone="warn" alert title="This is no longer what you looked at">
                  <p>{r().detail} Nothing was decided. Look at the cut again before you do.</p>
                </Notice>
              </Show>
            )}
          </Show>
          <div class="field">
            <label for="decision-note">
              Note <span class="quiet">(asked for with notes and for changes)</span>
            </label>
            <textarea id="decision-note" class="input" rows="2" value={note()} onInput={(e) => setNote(e.currentTarget.value)} />
          </div>
          <div class="decide-buttons">
            <For each={offered()}>
              {(c) => (
                <button type="button" class={`button ${c.class}`} disabled={busy()} onClick={() => choose(c)}>
                  <Show when={c.verdict === "approve"}>
                    <Icon shape={shapes.check} />
                  </Show>
                  {c.word}
                </button>
              )}
            </For>
          </div>
        </div>
        <Dialog open={!!asking()} title={`${asking()?.word ?? ""}?`} onClose={() => setAsking(undefined)}>
          <Show when={asking()}>
            {(c) => (
              <>
                <Means choice={c()} cut={props.cut} preview={props.preview} />
                <div class="dialog-end">
                  <button type="button" class="button" onClick={() => setAsking(undefined)}>
                    Not yet
                  </button>
                  <button type="button" class={`button ${c().class || "primary"}`} autofocus disabled={busy()} onClick={() => decide(c())}>
                    {c().verdict.startsWith("approve") ? `Approve ${props.cut.name}` : c().word}
                  </button>
                </div>
              </>
            )}
          </Show>
        </Dialog>
      </Section>
    </Show>
  );
}

/** Means says once more what the decision leads to. */
function Means(props: { choice: Choice; cut: Cut; preview: Preview }) {
  const told = () => (props.preview.vendors ?? []).filter((v) => (v.work ?? []).some((i) => i.kind !== "same"));
  return (
    <Show
      when={props.choice.verdict.startsWith("approve")}
      fallback={
        <p>
          {props.choice.verdict === "withdraw"
            ? `Vendors stop working to ${props.cut.name} and go back to the cut approved before it. What they had from this one alone is out of their reach.`
            : `${props.cut.name} will not be worked to. Editorial is told, with your note.`}
        </p>
      }
    >
      <p>{told().length ? "At once, and in order:" : "No vendor is concerned; nobody's access changes."}</p>
      <ul class="stack">
        <For each={told()}>
          {(v) => (
            <li>
              <span class="strong">{orgName(v.organisation)}</span> is told of {many((v.work ?? []).filter((i) => i.kind !== "same").length, "shot")}, gains{" "}
              {many((v.gains ?? []).length, "asset")} and loses {(v.loses ?? []).length}.
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
