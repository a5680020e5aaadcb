import { A } from "@solidjs/router";
import { createMemo, createResource, createSignal, For, onMount, Show } from "solid-js";
import { all, get, path, query } from "../../api/call";
import { refresh } from "../../api/live";
import { orgName, orgs } from "../../api/names";
import type { Asset, Grant, List, Turnover } from "../../api/types";
import { date, dateTime, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page, Section } from "../../parts/page";
import { crumbs, may, Places, useProduction } from "../production/frame";
import { Explain } from "./explain";
import { NewGrant } from "./new";
import { Revoke } from "./revoke";
import { actions, what, who, within } from "./words";

/** Known is what the rules speak of by identifier and the reader knows by name. */
interface Known {
  assets: Map<string, string>;
  turnovers: Map<string, Turnover>;
}

/** AccessPage lists who may reach what, why and until when. */
export function AccessPage() {
  const p = useProduction();
  const [list, setList] = createSignal<Grant[]>();
  const [next, setNext] = createSignal("");
  const [revoked, setRevoked] = createSignal(false);
  const [org, setOrg] = createSignal("");
  const [failed, setFailed] = createSignal<unknown>();
  const [ending, setEnding] = createSignal<Grant>();
  const [making, setMaking] = createSignal(false);
  const [asking, setAsking] = createSignal(false);
  const [known] = createResource(() => names(p.id));

  const fetchPage = async (after: string) => {
    try {
      const where = path("productions", p.id, "grants") + query({ after, limit: 200, revoked: revoked(), organisation: org() });
      const page = await get<List<Grant>>(where);
      setList(after ? [...(list() ?? []), ...page.items] : page.items);
      setNext(page.next ?? "");
      setFailed(undefined);
    } catch (e) {
      setFailed(e);
    }
  };
  onMount(() => fetchPage(""));
  refresh(p.id, ["grant."], () => void fetchPage(""));
  const groups = createMemo(() => grouped(list() ?? [], p.org));
  return (
    <Page
      title="Access"
      crumbs={crumbs(p)}
      aside={
        <div class="push">
          <button type="button" class="button" onClick={() => setAsking(true)}>
            <Icon shape={shapes.help} /> Who may?
          </button>
          <Show when={may(p, "grant.write")}>
            <button type="button" class="button primary" onClick={() => setMaking(true)}>
              <Icon shape={shapes.key} /> Grant access
            </button>
          </Show>
        </div>
      }
      under={<p class="quiet">Each rule says because of what it was made. What no rule permits is not there at all.</p>}
    >
      <Places />
      <div class="line-up filters">
        <label for="grant-org" class="small strong">
          Organisation
        </label>
        <select id="grant-org" class="input small" onChange={(e) => (setOrg(e.currentTarget.value), void fetchPage(""))}>
          <option value="">all</option>
          <For each={orgs()}>{(o) => <option value={o.id}>{o.name}</option>}</For>
        </select>
        <label class="line-up small">
          <input type="checkbox" checked={revoked()} onChange={(e) => (setRevoked(e.currentTarget.checked), void fetchPage(""))} />
          Show revoked ones too
        </label>
      </div>
      <Show when={failed()}>
        <Refusal error={failed()} />
      </Show>
      <Show when={list()} fallback={<Show when={!failed()}><Loading what="grants" tall /></Show>}>
        <For each={groups()} fallback={<Empty>No grant. Approving a cut makes the first ones.</Empty>}>
          {([of, grants]) => (
            <Section title={of ? orgName(of) : "Everybody"} note={many(grants.length, "rule")} id={`grants-${of}`}>
              <div class="card table-wrap" role="group" aria-label={`Grants of ${of ? orgName(of) : "everybody"}`} tabindex="0">
                <GrantTable list={grants} known={known.latest} end={may(p, "grant.write") ? setEnding : undefined} />
              </div>
            </Section>
          )}
        </For>
        <Show when={next()}>
          <div>
            <button type="button" class="button" onClick={() => fetchPage(next())}>
              Show more
            </button>
          </div>
        </Show>
      </Show>
      <Revoke grant={ending()} assets={known.latest?.assets} onClose={() => setEnding(undefined)} onDone={() => void fetchPage("")} />
      <NewGrant open={making()} onClose={() => setMaking(false)} onMade={() => void fetchPage("")} />
      <Explain open={asking()} onClose={() => setAsking(false)} />
    </Page>
  );
}

async function names(production: string): Promise<Known> {
  const [assets, turnovers] = await Promise.all([
    get<List<Asset>>(path("productions", production, "assets") + query({ limit: 1000 })).then(
      (l) => l.items,
      () => [],
    ),
    all<Turnover>(path("productions", production, "turnovers")).catch(() => []),
  ]);
  return {
    assets: new Map(assets.map((a) => [a.id, a.name || a.reel || a.file || ""])),
    turnovers: new Map(turnovers.map((t) => [t.id, t])),
  };
}

/** Other organisations first, each one's rules together, the newest first. */
function grouped(all: Grant[], owner: string): [string, Grant[]][] {
  const by = new Map<string, Grant[]>();
  for (const g of all) {
    const key = g.who.any ? "" : (g.who.org ?? "");
    by.set(key, [...(by.get(key) ?? []), g]);
  }
  for (const list of by.values()) list.sort((x, y) => y.created.localeCompare(x.created));
  return [...by].sort(([x], [y]) => Number(x === owner) - Number(y === owner) || orgName(x).localeCompare(orgName(y)));
}

function GrantTable(props: { list: Grant[]; known: Known | undefined; end?: (g: Grant) => void }) {
  return (
    <table class="grants">
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">May</th>
          <th scope="col">What</th>
          <th scope="col">Because of</th>
          <th scope="col">Until</th>
          <Show when={props.end}>
            <th scope="col">
              <span class="sr-only">Revoke</span>
            </th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.list}>
          {(g) => (
            <tr classList={{ over: !!g.revoked }}>
              <th scope="row">{within(g)}</th>
              <td title={g.actions.join(", ")}>
                <Show when={g.effect === "forbid"}>
                  <span class="badge bad">
                    <Icon shape={shapes.close} /> may not
                  </span>{" "}
                </Show>
                {actions(g)}
              </td>
              <td class="small mono">{what(g, props.known?.assets)}</td>
              <td>
                <Because grant={g} known={props.known} />
              </td>
              <td class="nowrap">
                <Show when={g.revoked} fallback={g.until ? <time datetime={g.until} title={dateTime(g.until)}>{date(g.until)}</time> : "for good"}>
                  <span class="badge bad">revoked {dateTime(g.revoked)}</span>
                  <Show when={g.why}>
                    <span class="quiet small block">{g.why}</span>
                  </Show>
                </Show>
              </td>
              <Show when={props.end}>
                {(end) => (
                  <td class="right">
                    <Show when={!g.revoked}>
                      <button type="button" class="button small danger" onClick={() => end()(g)} aria-label={`Revoke the grant of ${who(g)}: ${g.note ?? what(g)}`}>
                        Revoke
                      </button>
                    </Show>
                  </td>
                )}
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

/** Because says what a rule was made for, and leads there. */
function Because(props: { grant: Grant; known: Known | undefined }) {
  const p = useProduction();
  const turnover = () => props.known?.turnovers.get(props.grant.because ?? "");
  return (
    <>
      <Show when={props.grant.note}>
        <span class="block">{props.grant.note}</span>
      </Show>
      <Show
        when={turnover()}
        fallback={<span class="quiet small because">{(props.grant.because ?? "").replace(/urn:uuid:([0-9a-f]{8})[0-9a-f-]*/g, "$1")}</span>}
      >
        {(t) => (
          <A class="small" href={`/productions/${p.slug}/turnovers/${encodeURIComponent(t().id)}`}>
            turnover {t().number}, {t().cutName}
          </A>
        )}
      </Show>
    </>
  );
}
