import { A, useNavigate } from "@solidjs/router";
import { createResource, createSignal, For, Show } from "solid-js";
import { all, post } from "../api/call";
import { knownOrg } from "../api/names";
import { me } from "../api/session";
import type { Production } from "../api/types";
import { Dialog } from "../parts/dialog";
import { date } from "../parts/format";
import { Icon, shapes } from "../parts/icon";
import { Refusal } from "../parts/notice";
import { Empty, Loading, Page } from "../parts/page";
import { rows } from "../parts/rows";

/** Productions lists the productions the reader may know of. */
export function Productions() {
  const [list] = createResource(() => all<Production>("/v1/productions"));
  const [making, setMaking] = createSignal(false);
  const mayMake = () => me()?.roles.some((r) => r === "admin" || r === "producer");
  return (
    <Page
      title="Productions"
      aside={
        <Show when={mayMake()}>
          <div class="push">
            <button type="button" class="button" onClick={() => setMaking(true)}>
              <Icon shape={shapes.plus} /> New production
            </button>
          </div>
        </Show>
      }
    >
      <Show when={!list.error} fallback={<Refusal error={list.error} />}>
        <Show when={list()} fallback={<Loading what="productions" />}>
          {(productions) => (
            <Show when={productions().length} fallback={<Empty>No production is open to you yet.</Empty>}>
              <ul class="card row-list" ref={(el) => rows(el, "a")}>
                <For each={productions()}>
                  {(p) => (
                    <li>
                      <A class="row-link" href={`/productions/${p.slug}`}>
                        <span>
                          <span class="strong">{p.name}</span>
                          <span class="facts">
                            <Show when={knownOrg(p.org)}>{(name) => <span>{name()}</span>}</Show>
                            <span>since {date(p.created)}</span>
                          </span>
                        </span>
                        <Icon shape={shapes.chevron} class="quiet" />
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Show>
      </Show>
      <NewProduction open={making()} onClose={() => setMaking(false)} />
    </Page>
  );
}

function NewProduction(props: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    setRefused(undefined);
    try {
      const made = await post<Production>("/v1/productions", { name: String(form.get("name")).trim() });
      props.onClose();
      navigate(`/productions/${made.slug}`);
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Dialog open={props.open} title="New production" onClose={props.onClose}>
      <form class="stack" onSubmit={submit}>
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
        <div class="field">
          <label for="production-name">Name</label>
          <input id="production-name" name="name" class="input" required maxlength="200" />
        </div>
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Create
          </button>
        </div>
      </form>
    </Dialog>
  );
}
