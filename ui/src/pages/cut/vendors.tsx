import { createResource, For, Show } from "solid-js";
import { get, path } from "../../api/call";
import { orgName, short } from "../../api/names";
import type { Asset, AssetRef, Item, VendorWork } from "../../api/types";
import { many } from "../../parts/format";
import { Icon, KindIcon, shapes } from "../../parts/icon";
import { Notice } from "../../parts/notice";
import { Empty, Section } from "../../parts/page";
import { SomeOf } from "../../parts/some";
import { WorkBadge } from "../../parts/state";
import { useProduction } from "../production/frame";
import { byName, toldOf } from "./impact";
import { ShotLink, type Follow } from "./shot-link";

/** Vendors says what approving would mean for each vendor: its work, and what it gains and loses. */
export function Vendors(props: { vendors: VendorWork[]; unassigned: string[]; follow: Follow }) {
  return (
    <Section title="When you approve" note="Who works on what, and who reaches what">
      <Show when={props.unassigned.length}>
        <Notice tone="warn" title={`Nobody works on ${many(props.unassigned.length, "shot")}`}>
          <p class="mono small">{props.unassigned.slice(0, 40).join(", ")}{props.unassigned.length > 40 ? " and more" : ""}</p>
        </Notice>
      </Show>
      <For each={byName(props.vendors)} fallback={<Empty>No vendor is concerned.</Empty>}>
        {(v) => <Vendor vendor={v} follow={props.follow} />}
      </For>
    </Section>
  );
}

function Vendor(props: { vendor: VendorWork; follow: Follow }) {
  const work = () => (props.vendor.work ?? []).filter((i) => i.kind !== "same");
  const same = () => (props.vendor.work ?? []).length - work().length;
  const gains = () => props.vendor.gains ?? [];
  const loses = () => props.vendor.loses ?? [];
  return (
    <article class="card pad stack">
      <div class="line-up">
        <h3>{orgName(props.vendor.organisation)}</h3>
        <span class="quiet small">{toldOf(props.vendor) ? `is told of ${many(toldOf(props.vendor), "shot")}` : "is not concerned"}</span>
      </div>
      <Show when={work().length}>
        <SomeOf list={work()} step={60} class="work">
          {(i) => <Work item={i} follow={props.follow} />}
        </SomeOf>
      </Show>
      <Show when={same()}>
        <p class="quiet small">{many(same(), "shot")} unchanged</p>
      </Show>
      <Reach title={`Gains ${many(gains().length, "asset")}`} shape={shapes.key} tone="good" list={gains()} />
      <Reach title={`Loses ${many(loses().length, "asset")}`} shape={shapes.lock} tone="bad" list={loses()} />
      <Show when={!gains().length && !loses().length}>
        <p class="quiet small">Its access stays as it is.</p>
      </Show>
    </article>
  );
}

function Work(props: { item: Item; follow: Follow }) {
  return (
    <li>
      <WorkBadge kind={props.item.kind} />
      <ShotLink shot={props.item.shot} follow={props.follow} />
      <span class="reasons">
        <For each={props.item.reasons ?? []}>
          {(k) => (
            <span class="small quiet">
              <KindIcon kind={k} /> {k}
            </span>
          )}
        </For>
      </span>
      <For each={props.item.notes ?? []}>{(n) => <span class="small warn-text">{n}</span>}</For>
    </li>
  );
}

/** AssetName names an asset; the name of one that only the earlier cut used is asked for. */
function AssetName(props: { of: AssetRef }) {
  const p = useProduction();
  const [asked] = createResource(
    () => !props.of.name && props.of.asset,
    (id) => get<Asset>(path("productions", p.id, "assets", id)).catch(() => undefined),
  );
  return (
    <li class="mono small" title={props.of.asset}>
      {props.of.name || asked()?.name || asked()?.reel || short(props.of.asset)}
    </li>
  );
}

function Reach(props: { title: string; shape: string; tone: string; list: AssetRef[] }) {
  return (
    <Show when={props.list.length}>
      <div class={`reach ${props.tone}`}>
        <p class="line-up strong small">
          <Icon shape={props.shape} /> {props.title}
        </p>
        <ul class="pill-list">
          <For each={props.list.slice(0, 40)}>{(a) => <AssetName of={a} />}</For>
          <Show when={props.list.length > 40}>
            <li class="small quiet">and {props.list.length - 40} more</li>
          </Show>
        </ul>
      </div>
    </Show>
  );
}
