import { A } from "@solidjs/router";
import { createResource, Show } from "solid-js";
import { get, path } from "../../api/call";
import { refresh } from "../../api/live";
import type { Cut, Preview } from "../../api/types";
import { Section } from "../../parts/page";
import { StateBadge } from "../../parts/state";
import { Impact } from "../cut/impact";
import { may, useProduction } from "./frame";

/** Waiting is the newest cut about which somebody has to decide, with what approving it would do. */
export function Waiting(props: { cut: Cut; more: number }) {
  const p = useProduction();
  const at = () => `/productions/${p.slug}/cuts/${props.cut.number}`;
  const [plan, { refetch }] = createResource(
    () => may(p, "turnover.read") && props.cut.id,
    (id) => get<Preview>(path("cuts", id, "plan")),
  );
  refresh(p.id, ["assignment.", "asset."], () => void refetch());
  const preview = () => (plan.error || plan.latest?.cut.id !== props.cut.id ? undefined : plan.latest);
  const Review = () => (
    <A class="button primary" href={at()}>
      Review {props.cut.name}
    </A>
  );
  return (
    <Section
      title="Waits for a decision"
      note={
        <span class="line-up">
          {props.cut.name} <StateBadge state={props.cut.state} />
          {props.more ? ` and ${props.more} more` : ""}
        </span>
      }
    >
      <Show when={preview()} fallback={<div><Review /></div>}>
        {(pre) => <Impact preview={pre()} at={at()} action={<Review />} />}
      </Show>
    </Section>
  );
}
