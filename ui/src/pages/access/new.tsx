import { createSignal, For, Show } from "solid-js";
import { get, path, post } from "../../api/call";
import { orgs } from "../../api/names";
import type { Asset } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Refusal } from "../../parts/notice";
import { useProduction } from "../production/frame";

const fetching = ["asset.read", "asset.resolve", "asset.download"];

const rights: { value: string; text: string; actions: string[]; kind?: string }[] = [
  { value: "fetch", text: "See and fetch assets", actions: fetching, kind: "asset" },
  { value: "see", text: "See assets, without their bytes", actions: ["asset.read"], kind: "asset" },
  { value: "cuts", text: "See cuts and what changed in them", actions: ["cut.read"] },
  { value: "graph", text: "Read the graph", actions: ["graph.read", "entity.read"] },
];

const days = 86_400_000;
const localDate = (at: number) => new Date(at).toISOString().slice(0, 10);

/** NewGrant makes a rule by hand. */
export function NewGrant(props: { open: boolean; onClose: () => void; onMade: () => void }) {
  return (
    <Dialog open={props.open} title="Grant access" onClose={props.onClose}>
      <Show when={props.open}>
        <Ask onClose={props.onClose} onMade={props.onMade} />
      </Show>
    </Dialog>
  );
}

function Ask(props: { onClose: () => void; onMade: () => void }) {
  const p = useProduction();
  const [right, setRight] = createSignal(rights[0]!);
  const [effect, setEffect] = createSignal("permit");
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    setRefused(undefined);
    try {
      const named = text("asset");
      const asset = named ? await get<Asset>(path("productions", p.id, "assets", named)) : undefined;
      await post(path("productions", p.id, "grants"), {
        effect: effect(),
        who: { org: text("org") },
        actions: right().actions,
        what: {
          ...(right().kind ? { kind: right().kind } : {}),
          ...(asset ? { ids: [asset.id] } : {}),
          ...(text("shot") ? { shot: text("shot") } : {}),
          ...(text("sequence") ? { sequence: text("sequence") } : {}),
        },
        ...(text("until") ? { until: new Date(text("until") + "T23:59:59").toISOString() } : {}),
        because: "by hand",
        note: text("note"),
      });
      props.onMade();
      props.onClose();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <form class="stack" onSubmit={submit}>
      <div class="field">
        <label for="grant-to">Organisation</label>
        <select id="grant-to" name="org" class="input" required>
          <option value="">choose</option>
          <For each={orgs()}>{(o) => <option value={o.id}>{o.name}</option>}</For>
        </select>
      </div>
      <div class="halved">
        <div class="field">
          <label for="grant-effect">Rule</label>
          <select id="grant-effect" class="input" onChange={(e) => setEffect(e.currentTarget.value)}>
            <option value="permit">may</option>
            <option value="forbid">may not, whatever else permits it</option>
          </select>
        </div>
        <div class="field">
          <label for="grant-right">What</label>
          <select id="grant-right" class="input" onChange={(e) => setRight(rights.find((r) => r.value === e.currentTarget.value)!)}>
            <For each={rights}>{(r) => <option value={r.value}>{r.text}</option>}</For>
          </select>
        </div>
      </div>
      <Show when={right().kind === "asset"}>
        <fieldset class="field">
          <legend>
            Which <span class="quiet">(all that is filled in must match; nothing: every asset of the production)</span>
          </legend>
          <div class="thirds">
            <input class="input mono" name="shot" aria-label="Shot" placeholder="Shot" />
            <input class="input mono" name="sequence" aria-label="Sequence" placeholder="Sequence" />
            <input class="input mono" name="asset" aria-label="Identifier of an asset" placeholder="Identifier of an asset" />
          </div>
        </fieldset>
      </Show>
      <div class="field">
        <label for="grant-until">Until the end of</label>
        <input
          id="grant-until"
          name="until"
          type="date"
          class="input"
          required={effect() === "permit"}
          min={localDate(Date.now())}
          value={localDate(Date.now() + 30 * days)}
        />
      </div>
      <div class="field">
        <label for="grant-note">Why, for the record</label>
        <input id="grant-note" name="note" class="input" required maxlength="1000" />
      </div>
      <Show when={refused()}>
        <Refusal error={refused()} title="This rule was not made" />
      </Show>
      <div class="dialog-end">
        <button type="button" class="button" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button type="submit" class="button" classList={{ primary: effect() === "permit", danger: effect() !== "permit" }}>
          {effect() === "permit" ? "Grant it" : "Forbid it"}
        </button>
      </div>
    </form>
  );
}
