import { For, Show, type JSX } from "solid-js";
import { orgName } from "../../api/names";
import type { Preview, VendorWork } from "../../api/types";
import { bytes, count, many, signed } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { bytesToPull, needsLook, plateLines } from "./plate-lines";

/** Impact says in one line, before anything is pressed, what approving the cut would do. */
export function Impact(props: { preview: Preview; action?: JSX.Element }) {
  const changed = () => props.preview.changes.changes?.length ?? 0;
  const totals = () => props.preview.plan.totals;
  const pulls = () => (totals().new ?? 0) + (totals().rePull ?? 0);
  const size = () => bytes(bytesToPull(props.preview.plan));
  const looks = () => plateLines(props.preview.plan).filter((l) => needsLook(l.plate)).length;
  const concerned = () => (props.preview.vendors ?? []).filter(isConcerned);
  return (
    <section class="card impact" aria-label="What approving would do">
      <a class="impact-part" href="#changes" onClick={jump}>
        <span class="figure">{count(changed())}</span>
        <span class="quiet small">
          {changed() === 1 ? "change" : "changes"} {props.preview.against ? `since ${props.preview.against.name}` : "against no cut"}
        </span>
      </a>
      <a class="impact-part" href="#plates" onClick={jump}>
        <span class="figure">
          {count(pulls())} <span class="unit">to pull</span>
        </span>
        <span class="quiet small">
          {many(totals().frames ?? 0, "frame")}
          {size() ? `, about ${size()}` : ""}
        </span>
        <Show when={looks()}>
          <span class="small warn-text line-up tight">
            <Icon shape={shapes.warn} /> {many(looks(), "plate")} {looks() === 1 ? "needs" : "need"} a look
          </span>
        </Show>
      </a>
      <a class="impact-part wide" href="#when-you-approve" onClick={jump}>
        <span class="figure">
          {count(concerned().length)} <span class="unit">{concerned().length === 1 ? "vendor is told" : "vendors are told"}</span>
        </span>
        <For each={concerned()} fallback={<span class="quiet small">Nobody's work or access changes.</span>}>
          {(v) => (
            <span class="small reach-line">
              <span class="strong">{orgName(v.organisation)}</span>
              <span class="quiet">{many(toldOf(v), "shot")}</span>
              <Reach gains={v.gains?.length ?? 0} loses={v.loses?.length ?? 0} />
            </span>
          )}
        </For>
        <Show when={props.preview.unassigned?.length}>
          {(n) => (
            <span class="small warn-text line-up tight">
              <Icon shape={shapes.warn} /> nobody works on {many(n(), "shot")}
            </span>
          )}
        </Show>
      </a>
      <Show when={props.action}>
        <div class="impact-act">{props.action}</div>
      </Show>
    </section>
  );
}

/** How many shots a vendor is told of. */
export const toldOf = (v: VendorWork): number => (v.work ?? []).filter((i) => i.kind !== "same").length;

/** Whether an approval means anything to a vendor. */
export const isConcerned = (v: VendorWork): boolean => toldOf(v) > 0 || !!v.gains?.length || !!v.loses?.length;

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

/** Goes to a part of the page; the router must not take it for an address. */
function jump(e: MouseEvent & { currentTarget: HTMLAnchorElement }) {
  e.preventDefault();
  const part = document.getElementById(e.currentTarget.hash.slice(1));
  part?.scrollIntoView({ block: "start" });
  part?.focus({ preventScroll: true });
}
