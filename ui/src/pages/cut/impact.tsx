import { A } from "@solidjs/router";
import { For, Show, type JSX, type ParentProps } from "solid-js";
import { orgName } from "../../api/names";
import type { Preview, VendorWork } from "../../api/types";
import { bytes, count, many, signed } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { isOpen } from "./comparison";
import { bytesToPull, needsLook, plateLines } from "./plate-lines";

/** Impact says in one line what approving the cut would do, or did; its parts lead to the details, on the cut's own page or at an address. */
export function Impact(props: { preview: Preview; action?: JSX.Element; at?: string }) {
  const open = () => isOpen(props.preview.cut);
  return (
    <section class="card impact" aria-label={open() ? "What approving would do" : "What the approval asked for"}>
      <Changed {...props} />
      <ToPull {...props} />
      <Concerned {...props} />
      <Show when={props.action}>
        <div class="impact-act">{props.action}</div>
      </Show>
    </section>
  );
}

interface PartProps {
  preview: Preview;
  at?: string;
}

function Changed(props: PartProps) {
  const changes = () => props.preview.changes;
  const here = () => changes().changes?.length ?? 0;
  const inside = () => (changes().inside ?? []).reduce((sum, i) => sum + (i.changes.changes?.length ?? 0), 0);
  return (
    <Part of="changes" at={props.at}>
      <span class="figure">
        {count(here())} <span class="unit">{here() === 1 ? "change" : "changes"}</span>
      </span>
      <span class="quiet small">{props.preview.against ? `since ${props.preview.against.name}` : "against no cut"}</span>
      <Show when={inside()}>
        <span class="quiet small">and {many(inside(), "change")} inside nested cuts</span>
      </Show>
    </Part>
  );
}

function ToPull(props: PartProps) {
  const totals = () => props.preview.plan.totals;
  const size = () => bytes(bytesToPull(props.preview.plan));
  const looks = () => plateLines(props.preview.plan).filter((l) => needsLook(l.plate)).length;
  return (
    <Part of="plates" at={props.at}>
      <span class="figure">
        {count((totals().new ?? 0) + (totals().rePull ?? 0))} <span class="unit">to pull</span>
      </span>
      <span class="quiet small">
        {many(totals().frames ?? 0, "frame")}
        {size() ? `, about ${size()}` : ""}
      </span>
      <Show when={looks()}>
        <Warning>
          {many(looks(), "plate")} {looks() === 1 ? "needs" : "need"} a look
        </Warning>
      </Show>
    </Part>
  );
}

function Concerned(props: PartProps) {
  const vendors = () => concerned(props.preview);
  const verb = () => (isOpen(props.preview.cut) ? (vendors().length === 1 ? "is" : "are") : vendors().length === 1 ? "was" : "were");
  return (
    <Part of="when-you-approve" at={props.at} wide>
      <span class="figure">
        {count(vendors().length)} <span class="unit">{`${vendors().length === 1 ? "vendor" : "vendors"} ${verb()} told`}</span>
      </span>
      <For each={vendors()} fallback={<span class="quiet small">Nobody's work or access changes.</span>}>
        {(v) => (
          <span class="small reach-line">
            <span class="strong">{orgName(v.organisation)}</span>
            <span class="quiet">{many(toldOf(v), "shot")}</span>
            <Reach gains={v.gains?.length ?? 0} loses={v.loses?.length ?? 0} />
          </span>
        )}
      </For>
      <Show when={props.preview.unassigned?.length}>{(n) => <Warning>nobody works on {many(n(), "shot")}</Warning>}</Show>
    </Part>
  );
}

/** How many shots a vendor is told of. */
export const toldOf = (v: VendorWork): number => (v.work ?? []).filter((i) => i.kind !== "same").length;

/** The vendors to whom an approval means something, by their names. */
export const concerned = (p: Preview): VendorWork[] => byName(p.vendors ?? []).filter((v) => toldOf(v) > 0 || v.gains?.length || v.loses?.length);

export const byName = (vendors: VendorWork[]): VendorWork[] =>
  [...vendors].sort((x, y) => orgName(x.organisation).localeCompare(orgName(y.organisation)));

function Warning(props: ParentProps) {
  return (
    <span class="small warn-text line-up tight">
      <Icon shape={shapes.warn} /> <span>{props.children}</span>
    </span>
  );
}

function Reach(props: { gains: number; loses: number }) {
  return (
    <Show when={props.gains || props.loses} fallback={<span class="quiet">access unchanged</span>}>
      <Show when={props.gains}>
        <span class="gain line-up tight">
          <Icon shape={shapes.key} /> {signed(props.gains)} {props.gains === 1 ? "asset" : "assets"}
        </span>
      </Show>
      <Show when={props.loses}>
        <span class="loss line-up tight">
          <Icon shape={shapes.lock} /> {signed(-props.loses)} {props.loses === 1 ? "asset" : "assets"}
        </span>
      </Show>
    </Show>
  );
}

function Part(props: ParentProps<{ of: string; at?: string; wide?: boolean }>) {
  const look = () => `impact-part ${props.wide ? "wide" : ""}`;
  return (
    <Show
      when={props.at}
      fallback={
        <a class={look()} href={`#${props.of}`} onClick={jump}>
          {props.children}
        </a>
      }
    >
      {(at) => (
        <A class={look()} href={at()}>
          {props.children}
        </A>
      )}
    </Show>
  );
}

/** Goes to a part of the page; the router must not take it for an address. */
function jump(e: MouseEvent & { currentTarget: HTMLAnchorElement }) {
  e.preventDefault();
  const part = document.getElementById(e.currentTarget.hash.slice(1));
  part?.scrollIntoView({ block: "start" });
  part?.focus({ preventScroll: true });
}
