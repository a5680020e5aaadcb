import { A } from "@solidjs/router";
import { createMemo, createResource, createSignal, For, Show } from "solid-js";
import { all, path } from "../../api/call";
import { refresh } from "../../api/live";
import { orgName } from "../../api/names";
import type { Turnover } from "../../api/types";
import { dateTime } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { rows } from "../../parts/rows";
import { crumbs, Places, useProduction } from "./frame";

/** TurnoversPage lists what was turned over to whom. */
export function TurnoversPage() {
  const p = useProduction();
  return (
    <Page title="Turnovers" crumbs={crumbs(p)}>
      <Places />
      <TurnoverList />
    </Page>
  );
}

/** Counts says how much work of each kind there is, in words. */
export function Counts(props: { of: Turnover["counts"] }) {
  const said = () =>
    (["new", "changed", "resumed", "stopped"] as const)
      .filter((k) => props.of[k] > 0)
      .map((k) => `${props.of[k]} ${k}`)
      .join(", ");
  return <span>{said() || "nothing to do"}</span>;
}

/** TurnoverList lists the turnovers of the production that the reader may see. */
export function TurnoverList(props: { limit?: number }) {
  const p = useProduction();
  const [list, { refetch }] = createResource(() => all<Turnover>(path("productions", p.id, "turnovers")));
  refresh(p.id, ["turnover."], () => void refetch());
  const [vendor, setVendor] = createSignal("");
  const turnovers = () => (list.error ? [] : (list.latest ?? []));
  const vendors = createMemo(() => [...new Set(turnovers().map((t) => t.organisation))]);
  const shown = createMemo(() => turnovers().filter((t) => !vendor() || t.organisation === vendor()).slice(0, props.limit));
  return (
    <Show when={!list.error} fallback={<Refusal error={list.error} />}>
      <Show when={list.latest} fallback={<Loading what="turnovers" />}>
        <Show when={vendors().length > 1 && !props.limit}>
          <div class="line-up">
            <label for="turnover-vendor" class="small strong">
              Vendor
            </label>
            <select id="turnover-vendor" class="input small" onChange={(e) => setVendor(e.currentTarget.value)}>
              <option value="">all</option>
              <For each={vendors()}>{(v) => <option value={v}>{orgName(v)}</option>}</For>
            </select>
          </div>
        </Show>
        <Show when={shown().length} fallback={<Empty>No turnover yet. One opens when a cut is approved.</Empty>}>
          <ul class="card row-list" ref={(el) => rows(el, "a")}>
            <For each={shown()}>
              {(t) => (
                <li>
                  <A class="row-link" href={`/productions/${p.slug}/turnovers/${encodeURIComponent(t.id)}`}>
                    <span>
                      <span class="strong">
                        {orgName(t.organisation)}, turnover {t.number}
                      </span>
                      <span class="facts">
                        <span>{t.cutName || "no cut in force"}</span>
                        <Counts of={t.counts} />
                        <span>{dateTime(t.openedAt)}</span>
                      </span>
                    </span>
                    <Icon shape={shapes.chevron} class="quiet" />
                  </A>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
    </Show>
  );
}
