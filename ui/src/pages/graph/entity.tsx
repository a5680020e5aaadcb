import { A, useParams } from "@solidjs/router";
import { createResource, For, Match, Show, Switch } from "solid-js";
import { asProblem, get, path } from "../../api/call";
import type { Edge, Entity } from "../../api/types";
import { Copy } from "../../parts/copy";
import { many } from "../../parts/format";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page, Section } from "../../parts/page";
import { More, some } from "../../parts/some";
import { NotFound } from "../not-found";
import { crumbs, useProduction } from "../production/frame";
import { entityHref, entityName, readable, relation } from "./words";

/** EntityPage is one entity of the graph: its identifiers, its relations, and what was imported. */
export function EntityPage() {
  const p = useProduction();
  const params = useParams();
  const [entity] = createResource(
    () => params.entity,
    (id) => get<Entity>(path("productions", p.id, "entities", decodeURIComponent(id))),
  );
  return (
    <Switch fallback={<Loading what="the entity" />}>
      <Match when={entity.error && asProblem(entity.error).status === 404}>
        <NotFound />
      </Match>
      <Match when={entity.error}>
        <Refusal error={entity.error} />
      </Match>
      <Match when={entity()} keyed>
        {(e) => (
          <Page
            title={entityName(e)}
            crumbs={crumbs(p, { href: `/productions/${p.slug}/graph`, text: "Graph" })}
            aside={<span class="badge busy">{readable(e.type)}</span>}
          >
            <div class="columns">
              <div class="stack wide-gap">
                <Edges id="out" title="What it points at" list={e.out ?? []} none="It points at nothing." />
                <Edges id="in" title="What points at it" list={e.in ?? []} none="Nothing that you may see points at it." />
                <Show when={e.through?.length}>
                  <Edges id="through" title="What contexts say of it" list={e.through ?? []} none="" />
                </Show>
              </div>
              <div class="stack wide-gap">
                <Section title="Identifiers" note={many(e.identifiers.length, "identifier")}>
                  <ul class="card pad stack">
                    <For each={e.identifiers}>
                      {(id) => (
                        <li>
                          <Copy text={id} shown={id} what="identifier" />
                        </li>
                      )}
                    </For>
                  </ul>
                </Section>
                <Section title="As it was imported">
                  <Json title="The fullest description" of={e.entity} open />
                  <For each={e.descriptions ?? []}>{(d, i) => <Json title={`Another description, ${i() + 1}`} of={d} />}</For>
                </Section>
              </div>
            </div>
          </Page>
        )}
      </Match>
    </Switch>
  );
}

function Edges(props: { id: string; title: string; list: Edge[]; none: string }) {
  const p = useProduction();
  const part = some(() => props.list, 100);
  return (
    <Section title={props.title} id={props.id} note={props.list.length ? many(props.list.length, "relation") : undefined}>
      <Show when={props.list.length} fallback={<Empty>{props.none}</Empty>}>
        <div class="card table-wrap" role="group" aria-label={props.title} tabindex="0">
          <table class="edges">
            <thead>
              <tr>
                <th scope="col">Relation</th>
                <th scope="col">Entity</th>
                <th scope="col">Type</th>
              </tr>
            </thead>
            <tbody>
              <For each={part.shown()}>
                {(edge) => (
                  <tr>
                    <td class="nowrap">
                      {relation(edge.path)}
                      <Show when={edge.embedded}>
                        <span class="quiet small"> (embedded)</span>
                      </Show>
                    </td>
                    <th scope="row">
                      <Show when={edge.entity.type} fallback={<span class="mono small break">{entityName(edge.entity)}</span>}>
                        <A href={entityHref(p.slug, edge.entity.id)}>{entityName(edge.entity)}</A>
                      </Show>
                    </th>
                    <td class="quiet">{edge.entity.type ? readable(edge.entity.type) : "not in the graph"}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <More of={part} />
      </Show>
    </Section>
  );
}

function Json(props: { title: string; of: unknown; open?: boolean }) {
  return (
    <details class="card json" open={props.open}>
      <summary>{props.title}</summary>
      <pre class="mono" tabindex="0" aria-label={props.title}>
        {JSON.stringify(props.of, null, 2)}
      </pre>
    </details>
  );
}
