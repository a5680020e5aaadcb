import { createSignal, Show } from "solid-js";
import { path, query, remove } from "../../api/call";
import type { Grant } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Refusal } from "../../parts/notice";
import { what, who } from "./words";

/** Revoke asks why a rule is to end. */
export function Revoke(props: { grant: Grant | undefined; assets?: Map<string, string>; onClose: () => void; onDone: () => void }) {
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const g = props.grant;
    if (!g) return;
    const because = String(new FormData(e.currentTarget as HTMLFormElement).get("why") ?? "").trim();
    try {
      await remove(path("grants", g.id) + query({ because }));
      setRefused(undefined);
      props.onClose();
      props.onDone();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Dialog open={!!props.grant} title="Revoke this grant" onClose={props.onClose}>
      <Show when={props.grant}>
        {(g) => (
          <form class="stack" onSubmit={submit}>
            <p>
              <Show
                when={g().effect !== "forbid"}
                fallback={<>What was forbidden to {who(g())} is again as the other rules say.</>}
              >
                <span class="strong">{who(g())}</span> loses <span class="strong">{what(g(), props.assets)}</span> at once; signed addresses that were
                given under it stop working.
              </Show>
            </p>
            <div class="field">
              <label for="why">Why, for the record</label>
              <input id="why" name="why" class="input" maxlength="1000" required />
            </div>
            <Show when={refused()}>
              <Refusal error={refused()} />
            </Show>
            <div class="dialog-end">
              <button type="button" class="button" onClick={() => props.onClose()}>
                Cancel
              </button>
              <button type="submit" class="button danger">
                Revoke
              </button>
            </div>
          </form>
        )}
      </Show>
    </Dialog>
  );
}
