import { createSignal, For, Show } from "solid-js";
import { path, put } from "../../api/call";
import type { Member } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { Refusal } from "../../parts/notice";

/** The roles that the founding rules of a production speak of. */
export const roles = ["admin", "producer", "editor", "supervisor", "coordinator", "artist"];

/** Roles says which roles somebody has at their organisation. */
export function Roles(props: { of: Member | undefined; onClose: () => void; onDone: () => void }) {
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const m = props.of;
    if (!m) return;
    try {
      await put(path("members", m.id, "roles"), { roles: new FormData(e.currentTarget as HTMLFormElement).getAll("role") });
      setRefused(undefined);
      props.onDone();
      props.onClose();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Dialog open={!!props.of} title={`Roles of ${props.of?.name ?? ""}`} onClose={props.onClose}>
      <Show when={props.of}>
        {(m) => (
          <form class="stack" onSubmit={submit}>
            <div class="checks">
              <For each={[...new Set([...roles, ...(m().roles ?? [])])]}>
                {(r) => (
                  <label>
                    <input type="checkbox" name="role" value={r} checked={m().roles?.includes(r)} /> {r}
                  </label>
                )}
              </For>
            </div>
            <p class="quiet small">What a role may do in a production is said by that production's rules. It holds with the next request.</p>
            <Show when={refused()}>
              <Refusal error={refused()} />
            </Show>
            <div class="dialog-end">
              <button type="button" class="button" onClick={() => props.onClose()}>
                Cancel
              </button>
              <button type="submit" class="button primary">
                Save
              </button>
            </div>
          </form>
        )}
      </Show>
    </Dialog>
  );
}
