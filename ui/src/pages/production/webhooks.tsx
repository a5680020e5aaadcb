import { createResource, For, Show } from "solid-js";
import { get, path, post } from "../../api/call";
import { asProblem } from "../../api/call";
import type { List, WebhookState } from "../../api/types";
import { count, dateTime, many } from "../../parts/format";
import { Notice, Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { crumbs, Places, useProduction } from "./frame";

interface DeadLetter {
  position: number;
  type: string;
  tries: number;
  status?: number;
  cause: string;
  since: string;
  waiting: number;
}

/** WebhooksPage shows how the deliveries to an organisation's endpoints stand. */
export function WebhooksPage() {
  const p = useProduction();
  const [list, { refetch }] = createResource(async () => {
    try {
      const all = await get<List<{ id: string }>>(path("productions", p.id, "webhooks"));
      return await Promise.all(all.items.map((w) => get<WebhookState>(path("webhooks", w.id))));
    } catch (e) {
      if ([403, 404].includes(asProblem(e).status)) return [];
      throw e;
    }
  });
  return (
    <Page title="Webhooks" crumbs={crumbs(p)} under={<p class="quiet">Signed deliveries in order, repeated until they are answered.</p>}>
      <Places />
      <Show when={!list.error} fallback={<Refusal error={list.error} />}>
        <Show when={list()} fallback={<Loading what="webhooks" />}>
          {(all) => (
            <Show when={all().length} fallback={<Empty>Your organisation has no webhook here. Make one with selsyn webhook create.</Empty>}>
              <ul class="stack">
                <For each={all()}>{(w) => <One hook={w} onChange={() => void refetch()} />}</For>
              </ul>
            </Show>
          )}
        </Show>
      </Show>
    </Page>
  );
}

function One(props: { hook: WebhookState; onChange: () => void }) {
  const s = () => props.hook.status;
  const redrive = async () => {
    await post(path("webhooks", props.hook.id, "redrive"), {});
    props.onChange();
  };
  return (
    <li class="card pad stack">
      <div class="line-up">
        <h2 class="mono">{props.hook.url}</h2>
        <span class={`badge ${s().failures || s().dead ? "bad" : s().waiting ? "busy" : "good"}`}>
          {s().dead ? `${count(s().dead)} refused` : s().failures ? "failing" : s().waiting ? `${count(s().waiting)} on the way` : "up to date"}
        </span>
      </div>
      <p class="facts">
        <span>{props.hook.types.length ? props.hook.types.join(", ") : "all types"}</span>
        <span>
          delivered up to {count(s().position)} of {count(s().head)}
        </span>
        <Show when={s().lastSuccess}>
          <span>last answered {dateTime(s().lastSuccess)}</span>
        </Show>
      </p>
      <Show when={s().failures}>
        <Notice tone="warn" title={`${many(s().failures, "attempt")} failed in a row, since ${dateTime(s().failingSince)}`}>
          <p>
            {s().cause} Next attempt {dateTime(s().nextAttempt)}.
          </p>
        </Notice>
      </Show>
      <Show when={s().dead}>
        <DeadLetters hook={props.hook.id} />
        <div>
          <button type="button" class="button small" onClick={redrive}>
            Send them again
          </button>
        </div>
      </Show>
    </li>
  );
}

function DeadLetters(props: { hook: string }) {
  const [list] = createResource(() => get<List<DeadLetter>>(path("webhooks", props.hook, "dead-letters")));
  return (
    <ul class="findings">
      <For each={list()?.items ?? []}>
        {(d) => (
          <li>
            <span class="finding-code">{d.position}</span>
            <span class="mono">{d.type}</span>
            <span>{d.cause}</span>
            <span class="quiet small">
              {many(d.tries, "try", "tries")}, since {dateTime(d.since)}
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}
