import { createMemo, createResource, createSignal, Show } from "solid-js";
import { all, path } from "../../api/call";
import { refresh } from "../../api/live";
import { knownOrg } from "../../api/names";
import type { Cut } from "../../api/types";
import { many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { LiveMark } from "../../parts/live-mark";
import { Refusal } from "../../parts/notice";
import { Loading, Page, Section } from "../../parts/page";
import { isOpen } from "../cut/comparison";
import { CutList } from "./cuts";
import { may, Places, useProduction } from "./frame";
import { Lately } from "./lately";
import { Publish } from "./publish";
import { TurnoverList } from "./turnovers";
import { Waiting } from "./waiting";

/** Overview is the first page of a production: what vendors work to, and the cuts. */
export function Overview() {
  const p = useProduction();
  const reads = may(p, "cut.read");
  const [cuts, { refetch }] = createResource(
    () => reads,
    () => all<Cut>(path("productions", p.id, "cuts")),
  );
  const state = refresh(p.id, ["cut."], () => reads && void refetch());
  const [publishing, setPublishing] = createSignal(false);
  return (
    <Page
      title={p.name}
      crumbs={[{ href: "/", text: "Productions" }]}
      aside={
        <div class="push">
          <LiveMark state={state()} />
          <Show when={may(p, "cut.publish")}>
            <button type="button" class="button primary" onClick={() => setPublishing(true)}>
              <Icon shape={shapes.up} /> Publish a cut
            </button>
          </Show>
        </div>
      }
      under={<Facts owner={p.org} cuts={cuts.error ? undefined : cuts.latest} />}
    >
      <Places />
      <Show when={reads} fallback={<VendorStart />}>
        <Show when={!cuts.error} fallback={<Refusal error={cuts.error} />}>
          <Show when={cuts.latest} fallback={<Loading what="cuts" />}>
            {(list) => <Cuts list={list()} />}
          </Show>
        </Show>
      </Show>
      <Publish open={publishing()} onClose={() => setPublishing(false)} />
    </Page>
  );
}

function Facts(props: { owner: string; cuts: Cut[] | undefined }) {
  const inForce = () => props.cuts?.find((c) => c.state === "approved");
  return (
    <p class="facts">
      <Show when={knownOrg(props.owner)}>{(name) => <span>{name()}</span>}</Show>
      <Show when={props.cuts}>
        <span>
          Vendors work to <span class="strong in-force">{inForce()?.name ?? "no cut yet"}</span>
        </span>
      </Show>
    </p>
  );
}

function Cuts(props: { list: Cut[] }) {
  const p = useProduction();
  const waiting = createMemo(() => props.list.filter(isOpen));
  return (
    <>
      <Show when={waiting()[0]}>{(cut) => <Waiting cut={cut()} more={waiting().length - 1} />}</Show>
      <div class="columns">
        <Section title="Cuts" note={`${many(props.list.length, "cut")}, the newest first`}>
          <CutList list={props.list} />
        </Section>
        <Show when={may(p, "turnover.read")}>
          <Section title="Turnovers" note="The newest">
            <TurnoverList limit={6} />
          </Section>
        </Show>
      </div>
      <Show when={may(p, "event.read")}>
        <Lately cutName={(id) => props.list.find((c) => c.id === id)?.name ?? ""} />
      </Show>
    </>
  );
}

/** VendorStart is what a vendor sees first: its own turnovers. */
function VendorStart() {
  return (
    <Section title="Your turnovers" note="What to work on, the newest first">
      <TurnoverList />
    </Section>
  );
}
