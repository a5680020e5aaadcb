import { A, useNavigate } from "@solidjs/router";
import { createResource, createSignal, For, Show } from "solid-js";
import { get, path, query } from "../../api/call";
import type { Asset, List } from "../../api/types";
import { Copy } from "../../parts/copy";
import { bytes } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { shortcut } from "../../parts/keys";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { short } from "../../api/names";
import { crumbs, Places, useProduction } from "../production/frame";

const pageSize = 50;

interface Wanted {
  kind: string;
  sequence: string;
  shot: string;
}

/** AssetsPage lists the assets that the reader may see, page by page. */
export function AssetsPage() {
  const p = useProduction();
  const [wanted, setWanted] = createSignal<Wanted>({ kind: "", sequence: "", shot: "" });
  const fetchPage = (after: string) => get<List<Asset>>(path("productions", p.id, "assets") + query({ ...wanted(), after, limit: pageSize }));
  const [first] = createResource(wanted, () => fetchPage(""));
  const [rest, setRest] = createSignal<{ of: List<Asset>; items: Asset[]; next?: string }>();
  const [failed, setFailed] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);
  const page = () => (first.error ? undefined : first.latest);
  const more = () => (rest()?.of === page() ? rest() : undefined); // pages behind this first one
  const list = () => [...(page()?.items ?? []), ...(more()?.items ?? [])];
  const next = () => (more() ? more()!.next : page()?.next);

  const fetchMore = async () => {
    const of = page();
    if (!of || !next()) return;
    setBusy(true);
    try {
      const got = await fetchPage(next()!);
      setRest((have) => ({ of, items: [...(have?.of === of ? have.items : []), ...got.items], next: got.next }));
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  };
  const filtered = () => Object.values(wanted()).some(Boolean);
  const set = (name: keyof Wanted) => (e: Event & { currentTarget: HTMLInputElement }) => setWanted({ ...wanted(), [name]: e.currentTarget.value.trim() });
  shortcut("Assets", "/", "Find by identifier", () => document.getElementById("asset-identifier")?.focus());
  return (
    <Page title="Assets" crumbs={crumbs(p)} under={<p class="quiet">Known by their identifiers, wherever the bytes are. You see those that a rule lets you see.</p>}>
      <Places />
      <div class="line-up filters">
        <Find />
        <For each={["kind", "sequence", "shot"] as const}>
          {(name) => (
            <span class="line-up">
              <label for={`asset-${name}`} class="small strong">
                {name.charAt(0).toUpperCase() + name.slice(1)}
              </label>
              <input id={`asset-${name}`} class="input small mono" size="12" onChange={set(name)} />
            </span>
          )}
        </For>
      </div>
      <Show when={first.error ?? failed()}>{(e) => <Refusal error={e()} />}</Show>
      <Show when={page()} fallback={<Show when={!first.error}><Loading what="assets" tall /></Show>}>
        <Show when={list().length} fallback={<Empty>{filtered() ? "No asset that you may see is like this." : "No asset that you may see."}</Empty>}>
          <div class="card table-wrap" role="group" aria-label="Assets" tabindex="0">
            <AssetTable list={list()} />
          </div>
          <Show when={next()}>
            <div>
              <button type="button" class="button" disabled={busy()} onClick={fetchMore}>
                {busy() ? "Fetching…" : `Show ${pageSize} more`}
              </button>
            </div>
          </Show>
        </Show>
      </Show>
    </Page>
  );
}

/** Find goes to the asset that an identifier names. */
function Find() {
  const p = useProduction();
  const navigate = useNavigate();
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const id = String(new FormData(e.currentTarget as HTMLFormElement).get("identifier") ?? "").trim();
    if (id) navigate(`/productions/${p.slug}/assets/${encodeURIComponent(id)}`);
  };
  return (
    <form class="line-up" onSubmit={submit} role="search">
      <label for="asset-identifier" class="small strong">
        Identifier
      </label>
      <input id="asset-identifier" name="identifier" class="input small mono wide" placeholder="urn:… or scope:value" />
      <button type="submit" class="button small">
        <Icon shape={shapes.search} /> Find
      </button>
    </form>
  );
}

/** What an asset is called. */
export const assetName = (a: Asset): string => a.name || a.file || a.reel || short(a.id);

function AssetTable(props: { list: Asset[] }) {
  const p = useProduction();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Shot</th>
          <th scope="col">Reel</th>
          <th scope="col">Clip</th>
          <th scope="col">Starts at</th>
          <th scope="col" class="right">
            Frames
          </th>
          <th scope="col" class="right">
            Size
          </th>
          <th scope="col">Identifier</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.list}>
          {(a) => (
            <tr>
              <th scope="row">
                <A href={`/productions/${p.slug}/assets/${encodeURIComponent(a.id)}`}>{assetName(a)}</A>
              </th>
              <td>{a.kind}</td>
              <td class="mono">{a.shot}</td>
              <td class="mono">{a.reel}</td>
              <td class="mono">{a.clip}</td>
              <td class="mono nowrap">{a.start}</td>
              <td class="mono right">{a.duration || ""}</td>
              <td class="right nowrap">{bytes(a.size)}</td>
              <td>
                <Copy text={a.id} shown={short(a.id)} what="identifier" />
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
