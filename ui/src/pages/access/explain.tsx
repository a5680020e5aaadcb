import { createSignal, For, Show } from "solid-js";
import { path, post } from "../../api/call";
import { orgs } from "../../api/names";
import type { Explained } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { useProduction } from "../production/frame";

const questions: { action: string; text: string; asset?: boolean }[] = [
  { action: "asset.download", text: "fetch the bytes of an asset", asset: true },
  { action: "asset.read", text: "see an asset", asset: true },
  { action: "cut.read", text: "see cuts" },
  { action: "cut.approve", text: "approve cuts" },
  { action: "turnover.read", text: "see turnovers" },
  { action: "grant.read", text: "see who may reach what" },
  { action: "production.read", text: "know of the production" },
];

/** Explain answers whether an organisation may do something, and by which rule. */
export function Explain(props: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={props.open} title="Who may?" onClose={props.onClose}>
      <Show when={props.open}>
        <Ask />
      </Show>
    </Dialog>
  );
}

function Ask() {
  const p = useProduction();
  const [question, setQuestion] = createSignal(questions[0]!);
  const [answer, setAnswer] = createSignal<Explained>();
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const asset = String(form.get("asset") ?? "").trim();
    setRefused(undefined);
    setAnswer(undefined);
    try {
      setAnswer(
        await post<Explained>(path("policy", "explain"), {
          organisation: String(form.get("org")),
          action: question().action,
          production: p.id,
          ...(asset ? { id: asset } : {}),
        }),
      );
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <form class="stack" onSubmit={submit} onInput={() => setAnswer(undefined)}>
      <div class="field">
        <label for="explain-org">May somebody of</label>
        <select id="explain-org" name="org" class="input" required>
          <For each={orgs()}>{(o) => <option value={o.id}>{o.name}</option>}</For>
        </select>
      </div>
      <div class="field">
        <label for="explain-action">do this</label>
        <select id="explain-action" class="input" onChange={(e) => setQuestion(questions.find((q) => q.action === e.currentTarget.value)!)}>
          <For each={questions}>{(q) => <option value={q.action}>{q.text}</option>}</For>
        </select>
      </div>
      <Show when={question().asset}>
        <div class="field">
          <label for="explain-asset">to the asset</label>
          <input id="explain-asset" name="asset" class="input mono" required placeholder="any of its identifiers" />
        </div>
      </Show>
      <div class="dialog-end">
        <button type="submit" class="button primary">
          Ask
        </button>
      </div>
      <Show when={refused()}>
        <Refusal error={refused()} title="There is no answer" />
      </Show>
      <Show when={answer()}>{(a) => <Answer of={a()} />}</Show>
    </form>
  );
}

function Answer(props: { of: Explained }) {
  return (
    <div class="stack" role="status">
      <Notice tone={props.of.allow ? "good" : "bad"} title={props.of.allow ? "Yes" : "No"}>
        <p>{props.of.reason}</p>
        <Show when={props.of.because}>
          <p class="small quiet because">because of {props.of.because}</p>
        </Show>
      </Notice>
      <Show when={props.of.considered?.length}>
        <details>
          <summary>The rules that were looked at</summary>
          <ul class="findings">
            <For each={props.of.considered}>
              {(c) => (
                <li>
                  <Icon shape={c.applies ? shapes.check : shapes.minus} />
                  <span class="mono small">{c.effect}</span>
                  <span class="small">{c.applies ? "applies" : `does not apply: ${c.failed ?? ""}`}</span>
                  <span class="quiet small because">{c.because}</span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </div>
  );
}
