import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { path } from "../../api/call";
import { personName } from "../../api/names";
import type { Cut, CutDetail } from "../../api/types";
import { Copy } from "../../parts/copy";
import { date, dateTime, digest, format, many, rate } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { base, length } from "../../timeline/timecode";
import { useProduction } from "../production/frame";

/** Facts is what there is to know of a cut at a glance. */
export function Facts(props: { cut: Cut }) {
  const c = () => props.cut;
  return (
    <p class="facts">
      <span>Cut {c().number}</span>
      <span>
        {format(c().format)}, {rate(c().rate)}
        {c().dropFrame ? ", drop frame" : ""}
      </span>
      <span>{many(c().events, "event")}</span>
      <span class="mono" title="Length, in seconds and frames">
        {length(c().duration, base(c().rate))}
      </span>
      <span>
        {personName(c().publishedBy)}, {dateTime(c().publishedAt)}
      </span>
      <Copy text={c().digest} shown={digest(c().digest)} what="digest" />
      <a href={path("cuts", c().id, "file")} download={c().file || undefined} class="line-up tight">
        <Icon shape={shapes.down} /> {c().file || "file"}
      </a>
    </p>
  );
}

/** Against chooses the cut to compare with. */
export function Against(props: { cut: Cut; cuts: Cut[]; against: string | undefined; choose: (id: string) => void }) {
  return (
    <>
      <label for="against" class="small strong">
        Compare with
      </label>
      <select id="against" class="input small" onChange={(e) => props.choose(e.currentTarget.value)}>
        <For each={props.cuts.filter((c) => c.id !== props.cut.id)}>
          {(c) => (
            <option value={c.id} selected={c.id === props.against}>
              {c.number} {c.name}
            </option>
          )}
        </For>
        <option value="none" selected={props.against === "none"}>
          no cut
        </option>
      </select>
    </>
  );
}

/** NameA names the cut above, on the timeline. */
export function NameA(props: { cut: CutDetail | undefined }) {
  const p = useProduction();
  return (
    <Show when={props.cut} fallback={<span class="quiet">no earlier cut: everything is new</span>}>
      {(c) => (
        <>
          <A href={`/productions/${p.slug}/cuts/${c().number}`} class="strong">
            {c().name}
          </A>{" "}
          <span class="quiet">{c().approvedAt ? `approved ${date(c().approvedAt)}` : c().state}</span>
        </>
      )}
    </Show>
  );
}
