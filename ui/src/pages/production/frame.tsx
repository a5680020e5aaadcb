import { A, useNavigate, useParams } from "@solidjs/router";
import { createContext, createResource, createSignal, For, Match, onCleanup, Show, Switch, useContext, type ParentProps } from "solid-js";
import { asProblem, get, path } from "../../api/call";
import { live } from "../../api/live";
import type { Production } from "../../api/types";
import { shortcut } from "../../parts/keys";
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
        {(p) => (
          <Context.Provider value={p}>
            <PlaceKeys />
            <Listening>{props.children}</Listening>
          </Context.Provider>
        )}
      </Match>
    </Switch>
  );
}

interface Place {
  href: string;
  text: string;
  key: string; // goes there after g
  show: boolean;
  end?: boolean;
  apart?: boolean; // begins another group
}

/** The pages of a production that the reader may see. */
function places(p: Production): Place[] {
  const base = `/productions/${p.slug}`;
  const owner = may(p, "cut.read");
  return [
    { href: base, text: owner ? "Cuts" : "Turnovers", key: "c", show: true, end: true },
    { href: base + "/turnovers", text: "Turnovers", key: "t", show: owner && may(p, "turnover.read") },
    { href: base + "/assets", text: "Assets", key: "a", show: true },
    { href: base + "/graph", text: "Graph", key: "h", show: may(p, "graph.read") },
    { href: base + "/assignments", text: "Assignments", key: "w", apart: true, show: may(p, "assignment.read") },
    { href: base + "/access", text: "Access", key: "x", show: may(p, "grant.read") },
    { href: base + "/webhooks", text: "Webhooks", key: "k", apart: true, show: !owner || may(p, "webhook.read") },
    { href: base + "/events", text: "Events", key: "e", show: !owner || may(p, "event.read") },
  ].filter((place) => place.show);
}

/** Places leads to the pages of a production. */
export function Places() {
  return (
    <nav class="places" aria-label="Pages of the production">
      <For each={places(useProduction())}>
        {(place) => (
          <A href={place.href} end={place.end} classList={{ apart: !!place.apart }}>
            {place.text}
          </A>
        )}
      </For>
    </nav>
  );
}

/** Listening shows the pages once their stream has begun, so that they miss nothing of what happens after they looked; for a slow one they do not wait. */
function Listening(props: ParentProps) {
  const state = live(useProduction().id, () => {});
  const [late, setLate] = createSignal(false);
  const timer = setTimeout(() => setLate(true), 400);
  onCleanup(() => clearTimeout(timer));
  return (
    <Show when={late() || state() !== "connecting"} fallback={<Loading what="the production" />}>
      {props.children}
    </Show>
  );
}

/** Keys that lead to the same pages from wherever one is in the production. */
function PlaceKeys() {
  const p = useProduction();
  const navigate = useNavigate();
  for (const place of places(p)) shortcut("Production", `g ${place.key}`, place.text, () => navigate(place.href));
  return null;
}

/** Crumbs lead back from the pages of a production. */
export const crumbs = (p: Production, ...more: { href: string; text: string }[]) => [
  { href: "/", text: "Productions" },
  { href: `/productions/${p.slug}`, text: p.name },
  ...more,
];
