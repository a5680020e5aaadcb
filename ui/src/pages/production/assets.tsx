import { createSignal, For, onMount, Show } from "solid-js";
import { get, path, query } from "../../api/call";
import type { Asset, List } from "../../api/types";
import { Copy } from "../../parts/copy";
import { bytes } from "../../parts/format";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { short } from "../../api/names";
import { crumbs, Places, useProduction } from "./frame";

const pageSize = 50;

/** AssetsPage lists the assets that the reader may see, page by page. */
export function AssetsPage() {
  const p = useProduction();
  const [assets, setAssets] = createSignal<Asset[]>();
  const [next, setNext] = createSignal("");
  const [failed, setFailed] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);

  const more = async () => {
    setBusy(true);
    try {
      const page = await get<List<Asset>>(path("productions", p.id, "assets") + query({ after: next(), limit: pageSize }));
      setAssets([...(assets() ?? []), ...page.items]);
      setNext(page.next ?? "");
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  };
  onMount(more);
  return (
    <Page title="Assets" crumbs={crumbs(p)}>
      <Places />
      <Show when={failed()}>
        <Refusal error={failed()} />
      </Show>
      <Show when={assets()} fallback={<Loading what="assets" />}>
        {(list) => (
          <Show when={list().length} fallback={<Empty>No asset that you may see.</Empty>}>
            <div class="card table-wrap" role="group" aria-label="Assets" tabindex="0">
              <AssetTable list={list()} />
            </div>
            <Show when={next()}>
              <div>
                <button type="button" class="button" disabled={busy()} onClick={more}>
                  {busy() ? "Fetching…" : `Show ${pageSize} more`}
                </button>
              </div>
            </Show>
          </Show>
        )}
      </Show>
    </Page>
  );
}

function AssetTable(props: { list: Asset[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
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
              <th scope="row">{a.name || a.file || short(a.id)}</th>
              <td>{a.kind}</td>
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
