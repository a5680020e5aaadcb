import { A, useParams } from "@solidjs/router";
import { createMemo, createResource, For, Match, Show, Switch } from "solid-js";
import { all, asProblem, get, path } from "../api/call";
import { orgName, short } from "../api/names";
import type { Cut, Item, PlannedShot, TurnoverDetail, WorkKind } from "../api/types";
import { Copy } from "../parts/copy";
import { dateTime, many } from "../parts/format";
import { KindTag } from "../parts/icon";
import { Refusal } from "../parts/notice";
import { Empty, Loading, Page, Section } from "../parts/page";
import { More, some, type Some } from "../parts/some";
import { WorkBadge } from "../parts/state";
import { reelOf } from "./cut/plate-lines";
import { Plates } from "./cut/plates";
import { NotFound } from "./not-found";
import { Document } from "./turnover-document";
import { crumbs, may, useProduction } from "./production/frame";
import { Counts } from "./production/turnovers";

const order: WorkKind[] = ["new", "changed", "resumed", "stopped", "same"];
const titles: Record<WorkKind, string> = {
  new: "New work",
  changed: "Changed",
  resumed: "Resumed",
  stopped: "Stopped",
  same: "Unchanged",
};

/** TurnoverPage is one turnover: a vendor's work, its plates and what they are pulled from. */
export function TurnoverPage() {
  const p = useProduction();
  const params = useParams();
  const [turnover] = createResource(
    () => params.turnover,
    (id) => get<TurnoverDetail>(path("turnovers", decodeURIComponent(id))),
  );
  return (
    <Switch fallback={<Loading what="the turnover" />}>
      <Match when={turnover.error && asProblem(turnover.error).status === 404}>
        <NotFound />
      </Match>
      <Match when={turnover.error}>
        <Refusal error={turnover.error} />
      </Match>
      <Match when={turnover()}>
        {(t) => (
          <Page
            title={`${orgName(t().organisation)}, turnover ${t().number}`}
            crumbs={crumbs(p, { href: `/productions/${p.slug}/turnovers`, text: "Turnovers" })}
            aside={
              <div class="push">
                <Document turnover={t()} />
              </div>
            }
            under={<Facts turnover={t()} />}
          >
            <Shots turnover={t()} />
            <Show when={t().plan}>{(plan) => <Plates plan={plan()} all />}</Show>
          </Page>
        )}
      </Match>
    </Switch>
  );
}

function Facts(props: { turnover: TurnoverDetail }) {
  const p = useProduction();
  const t = () => props.turnover;
  const [cuts] = createResource(
    () => may(p, "cut.read"),
    () => all<Cut>(path("productions", p.id, "cuts")),
  );
  const number = createMemo(() => cuts()?.find((c) => c.id === t().cut)?.number);
  return (
    <p class="facts">
      <Show when={number()} fallback={<span>{t().cutName || "no cut in force"}</span>}>
        <A href={`/productions/${p.slug}/cuts/${number()}`}>{t().cutName}</A>
      </Show>
      <Counts of={t().counts} />
      <span>{dateTime(t().openedAt)}</span>
      <Copy text={t().id} shown={short(t().id)} what="identifier" />
    </p>
  );
}

function Shots(props: { turnover: TurnoverDetail }) {
  const planned = createMemo(() => new Map((props.turnover.plan?.shots ?? []).map((s) => [s.shot, s])));
  const of = (kind: WorkKind) => (props.turnover.items ?? []).filter((i) => i.kind === kind);
  const parts = Object.fromEntries(order.map((kind) => [kind, some(() => of(kind), 200)])) as Record<WorkKind, Some<Item>>;
  return (
    <Show when={props.turnover.items?.length} fallback={<Empty>Nothing to do.</Empty>}>
      <For each={order}>
        {(kind) => (
          <Show when={of(kind).length}>
            <Section title={titles[kind]} note={many(of(kind).length, "shot")} id={`work-${kind}`}>
              <div class="card table-wrap" role="group" aria-label={titles[kind]} tabindex="0">
                <table class="shots">
                  <thead>
                    <tr>
                      <th scope="col">Shot</th>
                      <th scope="col">Work</th>
                      <th scope="col">Why</th>
                      <th scope="col">Comp frames</th>
                      <th scope="col">Plates</th>
                      <th scope="col">Assets</th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={parts[kind].shown()}>{(i) => <Shot item={i} planned={planned().get(i.shot)} />}</For>
                  </tbody>
                </table>
              </div>
              <More of={parts[kind]} />
            </Section>
          </Show>
        )}
      </For>
    </Show>
  );
}

function Shot(props: { item: Item; planned: PlannedShot | undefined }) {
  return (
    <tr>
      <th scope="row" class="mono">
        {props.item.shot}
      </th>
      <td>
        <WorkBadge kind={props.item.kind} />
      </td>
      <td>
        <span class="pill-list">
          <For each={props.item.reasons ?? []}>{(k) => <KindTag kind={k} />}</For>
        </span>
      </td>
      <td class="mono small nowrap">
        <Show when={props.planned && props.planned.frames > 0}>
          {props.planned!.cutIn} – {props.planned!.cutOut}
          <span class="quiet block">
            {props.planned!.compIn} – {props.planned!.compOut} with handles
          </span>
        </Show>
      </td>
      <td class="mono small">
        <For each={props.item.plates ?? []}>{(name) => <span class="block">{name}</span>}</For>
        <For each={props.item.notes ?? []}>{(n) => <span class="block warn-text">{n}</span>}</For>
      </td>
      <td>
        <For each={props.item.assets ?? []}>{(a) => <AssetLink id={a} planned={props.planned} />}</For>
      </td>
    </tr>
  );
}

/** AssetLink leads to an asset, by the reel that the plan names for it. */
function AssetLink(props: { id: string; planned: PlannedShot | undefined }) {
  const p = useProduction();
  const plate = () => (props.planned?.plates ?? []).find((plate) => plate.source === props.id);
  return (
    <A class="mono small block" href={`/productions/${p.slug}/assets/${encodeURIComponent(props.id)}`}>
      {(plate() && reelOf(plate()!)) || short(props.id)}
    </A>
  );
}
