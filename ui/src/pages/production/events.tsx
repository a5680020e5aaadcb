import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { feed, position } from "../../api/feed";
import { before, latest } from "../../api/latest";
import { live } from "../../api/live";
import { personName, short } from "../../api/names";
import type { CloudEvent } from "../../api/types";
import { clock, count, date } from "../../parts/format";
import { LiveMark } from "../../parts/live-mark";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { rows } from "../../parts/rows";
import { say } from "../../parts/event-words";
import { crumbs, Places, useProduction } from "./frame";

const pageSize = 100;
const most = 2000; // events kept on the page

/** EventsPage shows what happens as it happens. */
export function EventsPage() {
  const p = useProduction();
  const { events, add } = feed(most);
  const [fetched, setFetched] = createSignal(false);
  const [failed, setFailed] = createSignal<unknown>();
  const [type, setType] = createSignal("");
  const [text, setText] = createSignal("");
  const state = live(p.id, (e) => add([e]));
  onMount(async () => {
    try {
      add((await latest(p.id, pageSize)).items);
      setFetched(true);
    } catch (e) {
      setFailed(e);
    }
  });

  const types = createMemo(() => [...new Set(events().map((e) => e.type))].sort());
  const shown = createMemo(() => {
    const words = text().toLowerCase();
    return events()
      .filter((e) => (!type() || e.type === type()) && (!words || JSON.stringify(e).toLowerCase().includes(words)))
      .reverse();
  });
  const first = () => (events()[0] ? position(events()[0]!) : 0);
  const earlier = async () => {
    try {
      add(await before(p.id, first(), pageSize));
    } catch (e) {
      setFailed(e);
    }
  };
  return (
    <Page
      title="Events"
      crumbs={crumbs(p)}
      aside={
        <div class="push">
          <LiveMark state={state()} />
        </div>
      }
    >
      <Places />
      <Show when={failed()}>
        <Refusal error={failed()} />
      </Show>
      <Show when={fetched()} fallback={<Show when={!failed()}><Loading what="events" /></Show>}>
        <div class="line-up">
          <label for="event-type" class="small strong">
            Type
          </label>
          <select id="event-type" class="input small" onChange={(e) => setType(e.currentTarget.value)}>
            <option value="">all</option>
            <For each={types()}>{(t) => <option value={t}>{t}</option>}</For>
          </select>
          <label for="event-text" class="small strong">
            Contains
          </label>
          <input id="event-text" class="input small" type="search" onInput={(e) => setText(e.currentTarget.value)} />
          <span class="quiet small" role="status">
            {count(shown().length)} shown
          </span>
        </div>
        <Show when={shown().length} fallback={<Empty>Nothing has happened that matches.</Empty>}>
          <ol class="card events" ref={(el) => rows(el, "summary")} aria-label="Events, the newest first">
            <For each={shown()}>{(e) => <One event={e} />}</For>
          </ol>
        </Show>
        <Show when={first() > 1 && events().length < most}>
          <div>
            <button type="button" class="button" onClick={earlier}>
              Show earlier ones
            </button>
          </div>
        </Show>
      </Show>
    </Page>
  );
}

function One(props: { event: CloudEvent }) {
  const e = props.event;
  const [open, setOpen] = createSignal(false);
  return (
    <li>
      <details onToggle={(ev) => setOpen(ev.currentTarget.open)}>
        <summary>
          <span class="mono quiet position">{count(position(e))}</span>
          <time class="mono quiet" datetime={e.time} title={date(e.time)}>
            {clock(e.time)}
          </time>
          <span class="mono type">{e.type}</span>
          <span class="what">{say(e)}</span>
          <span class="quiet small actor">{e.authid === "system" ? "platform" : e.authid ? personName(e.authid) : ""}</span>
        </summary>
        <Show when={open()}>
          <pre class="mono" tabindex="0" aria-label={`Event ${short(e.id)} as JSON`}>
            {JSON.stringify(e, null, 2)}
          </pre>
        </Show>
      </details>
    </li>
  );
}
