import { createSignal, Show } from "solid-js";
import { Dialog } from "../../parts/dialog";
import { Refusal } from "../../parts/notice";

/** Shutting is somebody about to be shut out. */
export interface Shutting {
  name: string;
  means: string;
  act: (because: string) => Promise<unknown>;
}

/** Because asks, for the record, why somebody is shut out. */
export function Because(props: { of: Shutting | undefined; onClose: () => void }) {
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    try {
      await props.of?.act(String(new FormData(e.currentTarget as HTMLFormElement).get("because") ?? "").trim());
      setRefused(undefined);
      props.onClose();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Dialog open={!!props.of} title={`Suspend ${props.of?.name ?? ""}?`} onClose={props.onClose}>
      <Show when={props.of}>
        {(s) => (
          <form class="stack" onSubmit={submit}>
            <p>{s().means}</p>
            <div class="field">
              <label for="suspend-because">Why, for the record</label>
              <input id="suspend-because" name="because" class="input" required maxlength="1000" />
            </div>
            <Show when={refused()}>
              <Refusal error={refused()} />
            </Show>
            <div class="dialog-end">
              <button type="button" class="button" onClick={() => props.onClose()}>
                Cancel
              </button>
              <button type="submit" class="button danger">
                Suspend
              </button>
            </div>
          </form>
        )}
      </Show>
    </Dialog>
  );
}
