import { A } from "@solidjs/router";
import { createMemo, createResource, createSignal, For, Show } from "solid-js";
import { all, path } from "../../api/call";
import type { EntitySummary } from "../../api/types";
import { count, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { shortcut } from "../../parts/keys";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { rows } from "../../parts/rows";
import { More, some } from "../../parts/some";
import { crumbs, may, Places, useProduction } from "../production/frame";
import { Import } from "./import";
import { entityHref, entityName, readable } from "./words";

const most = 20_000; // entities looked through on the page

/** GraphPage looks through the production's graph: its entities by type and name. */
export function GraphPage() {
  const p = useProduction();
  const [list, { refetch }] = createResource(() => all<EntitySummary>(path("productions", p.id, "entities") + "?limit=1000", most));
  const [type, setType] = createSignal("");
  const [words, setWords] = createSignal("");
  const [importing, setImporting] = createSignal(false);
  const everything = () => (list.error ? [] : (list.latest ?? []));
  const ordered = createMemo(() => everything().toSorted(byName));
  const types = createMemo(() => counted(everything()));
  const shown = createMemo(() => {
    const text = words().trim().toLowerCase();
    return ordered().filter((e) => (!type() || e.type === type()) && (!text || `${e.name ?? ""} ${e.id}`.toLowerCase().includes(text)));
  });
  const part = some(shown, 100);
  shortcut("Graph", "/", "Search", () => document.getElementById("entity-words")?.focus());
  return (
    <Page
      title="Graph"
      crumbs={crumbs(p)}
      aside={
        <div class="push">
          <Show when={everything().length}>
            <a class="button" href={path("productions", p.id, "graph")} download={`${p.slug}.omc.json`}>
              <Icon shape={shapes.down} /> Export
            </a>
          </Show>
          <Show when={may(p, "graph.write")}>
            <button type="button" class="button primary" onClick={() => setImporting(true)}>
              <Icon shape={shapes.up} /> Import
            </button>
          </Show>
        </div>
      }
      under={<p class="quiet">Scenes, slates, people and assets of the production as MovieLabs' ontology (OMC) describes them, and how they are related.</p>}
    >
      <Places />
      <Show when={!list.error} fallback={<Refusal error={list.error} />}>
        <Show when={list.latest} fallback={<Loading what="the graph" tall />}>
          <Show
            when={everything().length}
            fallback={<Empty>Nothing is in the graph yet. {may(p, "graph.write") ? "Import an OMC-JSON file (v2.8)." : "Editorial imports it."}</Empty>}
          >
            <div class="line-up filters">
              <label for="entity-words" class="sr-only">
                Search by name or identifier
              </label>
              <input
                id="entity-words"
                class="input small wide"
                type="search"
                placeholder="Name or identifier"
                onInput={(e) => setWords(e.currentTarget.value)}
              />
              <div class="line-up" role="group" aria-label="Types">
                <For each={types()}>
                  {([name, n]) => (
                    <button type="button" class="chip" aria-pressed={type() === name} onClick={() => setType(type() === name ? "" : name)}>
                      {readable(name)} <span class="mono">{count(n)}</span>
                    </button>
                  )}
                </For>
              </div>
              <span class="quiet small" role="status">
                {many(shown().length, "entity", "entities")}
                {everything().length >= most ? `; only the first ${count(most)} are looked through` : ""}
              </span>
            </div>
            <Show when={shown().length} fallback={<Empty>Nothing is called so.</Empty>}>
              <ul class="card row-list" ref={(el) => rows(el, "a")}>
                <For each={part.shown()}>
                  {(e) => (
                    <li>
                      <A class="row-link" href={entityHref(p.slug, e.id)}>
                        <span>
                          <span class="strong">{entityName(e)}</span>
                          <span class="facts">
                            <span>{readable(e.type)}</span>
                            <span class="mono break">{e.id}</span>
                          </span>
                        </span>
                        <Icon shape={shapes.chevron} class="quiet" />
                      </A>
                    </li>
                  )}
                </For>
              </ul>
              <More of={part} />
            </Show>
          </Show>
        </Show>
      </Show>
      <Import open={importing()} onClose={() => setImporting(false)} onDone={() => void refetch()} />
    </Page>
  );
}

/** What has a name comes first, by name; the rest keeps its order. */
const byName = (x: EntitySummary, y: EntitySummary): number =>
  Number(!x.name) - Number(!y.name) || (x.name ?? "").localeCompare(y.name ?? "", undefined, { numeric: true });

/** How many there are of each type, the most first. */
function counted(list: EntitySummary[]): [string, number][] {
  const by = new Map<string, number>();
  for (const e of list) by.set(e.type, (by.get(e.type) ?? 0) + 1);
  return [...by].sort((x, y) => y[1] - x[1] || x[0].localeCompare(y[0]));
}
