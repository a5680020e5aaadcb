import { createEffect, createResource, createSignal, For, onCleanup, Show } from "solid-js";
import { all, asProblem, get, path, post, remove } from "../../api/call";
import { latest } from "../../api/latest";
import { refresh } from "../../api/live";
import { me } from "../../api/session";
import type { DeadLetter, Webhook, WebhookState } from "../../api/types";
import { Copy } from "../../parts/copy";
import { Dialog } from "../../parts/dialog";
import { count, dateTime, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { crumbs, may, Places, useProduction } from "../production/frame";
import { NewWebhook } from "./new";
import { modes, refusals } from "./words";

/** WebhooksPage shows where an organisation has its events sent, and how the deliveries stand. */
export function WebhooksPage() {
  const p = useProduction();
  const [list, { refetch }] = createResource(async () => {
    const hooks = await all<Webhook>(path("productions", p.id, "webhooks"));
    return Promise.all(hooks.map((w) => get<WebhookState>(path("webhooks", w.id))));
  });
  const hidden = () => !!list.error && [403, 404].includes(asProblem(list.error).status);
  // Whoever is of another organisation than the owner has webhooks of that one; each request is decided again.
  const writes = () => may(p, "webhook.write") || (me()?.organisation !== p.org && !hidden());
  refresh(p.id, [""], () => void refetch());
  // Attempts are no events; what is under way is looked at again until it has come to an end.
  createEffect(() => {
    if (hidden() || list.error || !list.latest?.some((w) => w.status.waiting || w.status.failures)) return;
    const timer = setTimeout(() => void refetch(), 2000);
    onCleanup(() => clearTimeout(timer));
  });
  const [making, setMaking] = createSignal(false);
  const again = () => void refetch();
  return (
    <Page
      title="Webhooks"
      crumbs={crumbs(p)}
      aside={
        <Show when={writes()}>
          <div class="push">
            <button type="button" class="button primary" onClick={() => setMaking(true)}>
              <Icon shape={shapes.plus} /> New webhook
            </button>
          </div>
        </Show>
      }
      under={<p class="quiet">Where the events of your organisation are sent: signed, in order, repeated until they are answered.</p>}
    >
      <Places />
      <Show when={!list.error || hidden()} fallback={<Refusal error={list.error} />}>
        <Show when={hidden() ? [] : list.latest} fallback={<Loading what="webhooks" />}>
          {(hooks) => (
            <ul class="stack">
              <For
                each={hooks().map((w) => w.id)}
                fallback={
                  <li>
                    <Empty>
                      Your organisation has no webhook here. {writes() ? "Make one to be told of turnovers and grants as they happen." : "A coordinator or producer makes one."}
                    </Empty>
                  </li>
                }
              >
                {(id) => <Show when={hooks().find((w) => w.id === id)}>{(w) => <One hook={w()} writes={writes()} onChange={again} />}</Show>}
              </For>
            </ul>
          )}
        </Show>
      </Show>
      <NewWebhook open={making()} onClose={() => setMaking(false)} onMade={again} />
    </Page>
  );
}

function One(props: { hook: WebhookState; writes: boolean; onChange: () => void }) {
  const s = () => props.hook.status;
  const [refused, setRefused] = createSignal<unknown>();
  const [removing, setRemoving] = createSignal(false);
  const send = async (what: () => Promise<unknown>) => {
    setRefused(undefined);
    try {
      await what();
      props.onChange();
    } catch (e) {
      setRefused(e);
    }
  };
  return (
    <li class="card pad stack webhook">
      <div class="line-up">
        <h2 class="mono break">{props.hook.url}</h2>
        <Standing of={s()} />
        <Show when={props.writes}>
          <div class="push-end line-up">
            <Test hook={props.hook} onChange={props.onChange} />
            <button type="button" class="button small danger" onClick={() => setRemoving(true)}>
              Remove
            </button>
          </div>
        </Show>
      </div>
      <p class="facts">
        <span>{props.hook.types.length ? props.hook.types.join(", ") : "all types of events"}</span>
        <span>{modes[props.hook.mode].word}</span>
        <span>{refusals[props.hook.refusal].word}</span>
        <span class="tabular">
          delivered up to {count(s().position)} of {count(s().head)}
        </span>
        <Show when={s().lastSuccess}>
          <span>last answered {dateTime(s().lastSuccess)}</span>
        </Show>
      </p>
      <For each={props.hook.keys.filter((k) => k.public)}>
        {(k) => (
          <p class="facts">
            <span>{k.kind}</span> <Copy text={k.public!} shown={k.public!} what="public key" />
          </p>
        )}
      </For>
      <Show when={s().failures}>
        <Notice tone="warn" title={`${many(s().failures, "attempt")} failed in a row, since ${dateTime(s().failingSince)}`}>
          <p>
            {s().cause} {s().nextAttempt ? `Next attempt ${dateTime(s().nextAttempt)}. ` : ""}Nothing is lost; it goes on until it is answered.
          </p>
        </Notice>
      </Show>
      <Show when={refused()}>
        <Refusal error={refused()} />
      </Show>
      <Show when={s().dead}>
        <DeadLetters hook={props.hook} writes={props.writes} redrive={(positions) => send(() => post(path("webhooks", props.hook.id, "redrive"), { positions }))} />
      </Show>
      <Dialog open={removing()} title="Remove this webhook?" onClose={() => setRemoving(false)}>
        <p>
          Nothing more is sent to <span class="mono break">{props.hook.url}</span>. What happens meanwhile can be read from the events at any time.
        </p>
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => setRemoving(false)}>
            Keep it
          </button>
          <button type="button" class="button danger" onClick={() => (setRemoving(false), void send(() => remove(path("webhooks", props.hook.id))))}>
            Remove
          </button>
        </div>
      </Dialog>
    </li>
  );
}

function Standing(props: { of: WebhookState["status"] }) {
  const look = () => {
    const s = props.of;
    if (s.dead) return { tone: "bad", word: `${count(s.dead)} refused`, shape: shapes.warn };
    if (s.failures) return { tone: "bad", word: "failing", shape: shapes.warn };
    if (s.waiting) return { tone: "busy", word: `${count(s.waiting)} on the way`, shape: shapes.up };
    return { tone: "good", word: "up to date", shape: shapes.check };
  };
  return (
    <span class={`badge ${look().tone}`}>
      <Icon shape={look().shape} /> {look().word}
    </span>
  );
}

/** Test sends the last event that the endpoint wants once more, and tells how that went. */
function Test(props: { hook: WebhookState; onChange: () => void }) {
  const p = useProduction();
  const [said, setSaid] = createSignal("");
  const test = async () => {
    try {
      const events = (await latest(p.id, 500)).items;
      const last = events.findLast((e) => !props.hook.types.length || props.hook.types.includes(e.type));
      if (!last) return setSaid("There is no event to send yet.");
      const before = props.hook.status.lastSuccess ?? "";
      setSaid(`Sending ${last.type}…`);
      await post(path("webhooks", props.hook.id, "replay"), { after: Number(last.sequence) - 1 });
      setSaid(await answered(props.hook.id, before, last.type));
    } catch (e) {
      setSaid(asProblem(e).message);
    }
    props.onChange();
  };
  return (
    <>
      <span class="small quiet" role="status">
        {said()}
      </span>
      <button type="button" class="button small" onClick={test}>
        <Icon shape={shapes.again} /> Send the last event again
      </button>
    </>
  );
}

/** Waits a little for the answer to what was sent. */
async function answered(id: string, before: string, type: string): Promise<string> {
  for (let i = 0; i < 40; i++) {
    await new Promise((done) => setTimeout(done, 250));
    const { status } = await get<WebhookState>(path("webhooks", id));
    if ((status.lastSuccess ?? "") > before) return `${type} was answered.`;
    if (status.failures) return `${type} failed: ${status.cause ?? "no answer"}`;
  }
  return `${type} is on its way.`;
}

function DeadLetters(props: { hook: Webhook; writes: boolean; redrive: (positions?: number[]) => Promise<void> }) {
  const [list] = createResource(
    () => props.hook,
    (hook) => all<DeadLetter>(path("webhooks", hook.id, "dead-letters")),
  );
  return (
    <Notice tone="bad" title="Refused for good by the endpoint, kept until somebody decides">
      <Show when={!list.error} fallback={<Refusal error={list.error} />}>
        <div class="table-wrap" role="group" aria-label="Dead letters" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col" class="right">
                  Position
                </th>
                <th scope="col">Event</th>
                <th scope="col">Answer</th>
                <th scope="col">Tries</th>
                <th scope="col">Waiting for it</th>
                <th scope="col">
                  <span class="sr-only">Send again</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={list.latest ?? []}>
                {(d) => (
                  <tr>
                    <td class="mono right">{count(d.position)}</td>
                    <th scope="row" class="mono">
                      {d.type}
                    </th>
                    <td>{[d.status, d.cause].filter(Boolean).join(" ")}</td>
                    <td class="nowrap">
                      {many(d.tries, "try", "tries")} <span class="quiet small">since {dateTime(d.since)}</span>
                    </td>
                    <td>{d.waiting ? many(d.waiting, "event") : "none"}</td>
                    <td class="right">
                      <Show when={props.writes}>
                        <button type="button" class="button small" onClick={() => props.redrive([d.position])} aria-label={`Send event ${d.position} again`}>
                          Send again
                        </button>
                      </Show>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={props.writes && (list.latest?.length ?? 0) > 1}>
          <div>
            <button type="button" class="button small" onClick={() => props.redrive()}>
              Send all of them again
            </button>
          </div>
        </Show>
      </Show>
    </Notice>
  );
}
