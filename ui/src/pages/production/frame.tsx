import { A, useParams } from "@solidjs/router";
import { createContext, createResource, For, Match, Show, Switch, useContext, type ParentProps } from "solid-js";
import { asProblem, get, path } from "../../api/call";
import type { Production } from "../../api/types";
import { Refusal } from "../../parts/notice";
import { Loading } from "../../parts/page";
import { NotFound } from "../not-found";

const Context = createContext<Production>();

/** The production whose pages these are. */
export function useProduction(): Production {
  const p = useContext(Context);
  if (!p) throw new Error("this part belongs on a page of a production");
  return p;
}

/** Whether the caller may do something in a production; each request is decided again. */
export const may = (p: Production, action: string): boolean => !p.may || p.may.includes(action);

/** Frame fetches a production for the pages below it. */
export function Frame(props: ParentProps) {
  const params = useParams();
  const [production] = createResource(
    () => params.production,
    (ref) => get<Production>(path("productions", ref)),
  );
  return (
    <Switch fallback={<Loading what="the production" />}>
      <Match when={production.error && asProblem(production.error).status === 404}>
        <NotFound />
      </Match>
      <Match when={production.error}>
        <Refusal error={production.error} />
      </Match>
      <Match when={production()} keyed>
        {(p) => <Context.Provider value={p}>{props.children}</Context.Provider>}
      </Match>
    </Switch>
  );
}

/** Places are the pages of a production that the reader may see. */
export function Places() {
  const p = useProduction();
  const base = `/productions/${p.slug}`;
  const owner = may(p, "cut.read");
  const all = [
    { href: base, text: owner ? "Cuts" : "Overview", show: true, end: true },
    { href: base + "/turnovers", text: "Turnovers", show: true },
    { href: base + "/assets", text: "Assets", show: true },
    { href: base + "/assignments", text: "Who works on what", show: may(p, "assignment.read") },
    { href: base + "/access", text: "Access", show: may(p, "grant.read") },
    { href: base + "/webhooks", text: "Webhooks", show: true },
    { href: base + "/events", text: "Events", show: true },
  ];
  return (
    <nav class="places" aria-label="Pages of the production">
      <For each={all}>
        {(place) => (
          <Show when={place.show}>
            <A href={place.href} end={place.end}>
              {place.text}
            </A>
          </Show>
        )}
      </For>
    </nav>
  );
}

/** Crumbs lead back from the pages of a production. */
export const crumbs = (p: Production, ...more: { href: string; text: string }[]) => [
  { href: "/", text: "Productions" },
  { href: `/productions/${p.slug}`, text: p.name },
  ...more,
];
