import { A, useParams } from "@solidjs/router";
import { createMemo, createResource, createSignal, For, Match, Show, Switch } from "solid-js";
import { all, asProblem, get, path, post } from "../../api/call";
import { orgName } from "../../api/names";
import type { Asset, Grant, Resolved } from "../../api/types";
import { Copy } from "../../parts/copy";
import { bytes, clock, count, date, dateTime, many, rate } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { Empty, Loading, Page, Section } from "../../parts/page";
import { actions, who } from "../access/words";
import { NotFound } from "../not-found";
import { crumbs, may, useProduction } from "../production/frame";
import { assetName } from "./assets";

/** AssetPage is one asset: what it is called, where its bytes are, and who reaches them. */
export function AssetPage() {
  const p = useProduction();
  const params = useParams();
  const [asset] = createResource(
    () => params.asset,
    (id) => get<Asset>(path("productions", p.id, "assets", decodeURIComponent(id))),
  );
  return (
    <Switch fallback={<Loading what="the asset" />}>
      <Match when={asset.error && asProblem(asset.error).status === 404}>
        <NotFound />
      </Match>
      <Match when={asset.error}>
        <Refusal error={asset.error} />
      </Match>
      <Match when={asset()} keyed>
        {(a) => (
          <Page title={assetName(a)} crumbs={crumbs(p, { href: `/productions/${p.slug}/assets`, text: "Assets" })} under={<Facts of={a} />}>
            <div class="columns">
              <div class="stack wide-gap">
                <Fetch asset={a} />
                <Show when={may(p, "grant.read")}>
                  <Reach asset={a} />
                </Show>
              </div>
              <Section title="Identifiers" note="Each of them finds it">
                <ul class="card pad stack">
                  <For each={a.identifiers}>
                    {(id) => (
                      <li>
                        <Copy text={id} shown={id} what="identifier" />
                      </li>
                    )}
                  </For>
                </ul>
              </Section>
            </div>
          </Page>
        )}
      </Match>
    </Switch>
  );
}

function Facts(props: { of: Asset }) {
  const a = () => props.of;
  const said = () =>
    [
      a().kind,
      a().shot && `shot ${a().shot}`,
      a().sequence && `sequence ${a().sequence}`,
      a().reel && `reel ${a().reel}`,
      a().clip && `clip ${a().clip}`,
      a().start && `from ${a().start}`,
      a().duration && many(a().duration!, "frame"),
      a().rate && rate(a().rate),
      bytes(a().size),
      a().mediaType,
      `registered by ${orgName(a().organisation)}, ${date(a().created)}`,
    ].filter(Boolean);
  return (
    <p class="facts">
      <For each={said()}>{(s) => <span>{s}</span>}</For>
    </p>
  );
}

/** Fetch resolves the asset as any program would, and offers its copies, the nearest first. */
function Fetch(props: { asset: Asset }) {
  const p = useProduction();
  const [answer, setAnswer] = createSignal<Resolved>();
  const [refused, setRefused] = createSignal<unknown>();
  const resolve = async () => {
    setRefused(undefined);
    try {
      const got = await post<{ items: Resolved[] }>("/v1/resolve", { identifiers: [props.asset.id], production: p.id });
      setAnswer(got.items[0]);
    } catch (e) {
      setRefused(e);
    }
  };
  return (
    <Section title="Bytes" note={props.asset.locations.length ? many(props.asset.locations.length, "copy", "copies") : "no copy is registered"}>
      <div class="card pad stack">
        <Show when={props.asset.locations.length}>
          <ul class="findings">
            <For each={props.asset.locations}>
              {(l) => (
                <li>
                  <span class="mono small break">{l.place ?? l.storage}</span>
                  <span class="quiet small">{[l.provider ?? l.storage, l.state].filter(Boolean).join(", ")}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <div class="line-up">
          <button type="button" class="button" onClick={resolve}>
            <Icon shape={shapes.link} /> Get a signed address
          </button>
          <span class="quiet small">It works for a few minutes, for you alone. That you asked is recorded.</span>
        </div>
        <div class="stack" role="status">
          <Show when={answer()}>
            {(r) => (
              <Show when={r().copies?.length} fallback={<Notice tone="warn" title={r().status}><p>{r().text ?? "No copy can be fetched at the moment."}</p></Notice>}>
                <ul class="findings">
                  <For each={r().copies}>
                    {(c) => (
                      <li>
                        <a href={c.url} download={props.asset.file || props.asset.name} class="line-up tight">
                          <Icon shape={shapes.down} /> Download from {c.storage ?? "there"}
                        </a>
                        <Copy text={new URL(c.url, location.href).href} shown="copy the address" what="address:" />
                        <Show when={c.expires}>
                          <span class="quiet small">until {clock(c.expires)}</span>
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            )}
          </Show>
        </div>
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
      </div>
    </Section>
  );
}

/** Reach lists the rules that name this asset. */
function Reach(props: { asset: Asset }) {
  const p = useProduction();
  const [grants] = createResource(() => all<Grant>(path("productions", p.id, "grants") + "?limit=1000"));
  const naming = createMemo(() => (grants.error ? [] : (grants.latest ?? [])).filter((g) => g.what.ids?.includes(props.asset.id)));
  return (
    <Section
      title="Who reaches it"
      note="By rules that name it; the owner's roles reach it, too"
      aside={<A href={`/productions/${p.slug}/access`}>All rules</A>}
    >
      <Show when={!grants.error} fallback={<Refusal error={grants.error} />}>
        <Show when={grants.latest} fallback={<Loading what="grants" />}>
          <Show when={naming().length} fallback={<Empty>No rule names it: no vendor works with it at the moment.</Empty>}>
            <div class="card table-wrap" role="group" aria-label="Rules" tabindex="0">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Who</th>
                    <th scope="col">May</th>
                    <th scope="col">Why</th>
                    <th scope="col">Until</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={naming()}>
                    {(g) => (
                      <tr>
                        <th scope="row">{who(g)}</th>
                        <td>
                          {g.effect === "forbid" ? "not " : ""}
                          {actions(g)}
                        </td>
                        <td>{g.note || g.because}</td>
                        <td class="nowrap" title={dateTime(g.until)}>
                          {date(g.until) || "for good"}
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </div>
            <p class="quiet small">{many(new Set(naming().map((g) => g.who.org)).size, "organisation")} in {count(naming().length)} {naming().length === 1 ? "rule" : "rules"}.</p>
          </Show>
        </Show>
      </Show>
    </Section>
  );
}
