import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { personName } from "../../api/names";
import type { Cut } from "../../api/types";
import { dateTime, format, many, rate } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Empty } from "../../parts/page";
import { rows } from "../../parts/rows";
import { More, some } from "../../parts/some";
import { StateBadge } from "../../parts/state";
import { base, length } from "../../timeline/timecode";
import { useProduction } from "./frame";

const few = 6; // cuts seen at first

/** CutList lists the cuts of the production, the newest first. */
export function CutList(props: { list: Cut[] }) {
  const part = some(() => props.list, few);
  return (
    <Show when={props.list.length} fallback={<Empty>No cut yet. Editorial publishes one as EDL, OTIO, AAF or XML.</Empty>}>
      <ul class="card row-list" ref={(el) => rows(el, "a")}>
        <For each={part.shown()}>{(c) => <Row cut={c} />}</For>
      </ul>
      <More of={part} />
    </Show>
  );
}

function Row(props: { cut: Cut }) {
  const p = useProduction();
  const c = () => props.cut;
  return (
    <li>
      <A class="row-link" href={`/productions/${p.slug}/cuts/${c().number}`}>
        <span>
          <span class="line-up">
            <span class="quiet mono">{c().number}</span>
            <span class="strong">{c().name}</span>
            <StateBadge state={c().state} />
          </span>
          <span class="facts">
            <span>
              {format(c().format)}, {rate(c().rate)}
            </span>
            <span>{many(c().events, "event")}</span>
            <span class="mono">{length(c().duration, base(c().rate))}</span>
            <span>
              {personName(c().publishedBy)}, {dateTime(c().publishedAt)}
            </span>
          </span>
        </span>
        <Icon shape={shapes.chevron} class="quiet" />
      </A>
    </li>
  );
}
