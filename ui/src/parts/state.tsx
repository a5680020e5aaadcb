import type { CutState, WorkKind } from "../api/types";
import { Icon, shapes } from "./icon";

const states: Record<CutState, { word: string; tone: string; shape: string }> = {
  submitted: { word: "For review", tone: "busy", shape: shapes.dot },
  approved: { word: "Approved", tone: "good", shape: shapes.check },
  "changes-requested": { word: "Changes requested", tone: "warn", shape: shapes.warn },
  rejected: { word: "Rejected", tone: "bad", shape: shapes.close },
  withdrawn: { word: "Withdrawn", tone: "quiet", shape: shapes.minus },
  superseded: { word: "Superseded", tone: "quiet", shape: shapes.minus },
};

/** StateBadge says where a cut stands. */
export function StateBadge(props: { state: CutState }) {
  const look = () => states[props.state] ?? { word: props.state, tone: "quiet", shape: shapes.dot };
  return (
    <span class={`badge ${look().tone}`}>
      <Icon shape={look().shape} />
      {look().word}
    </span>
  );
}

const works: Record<WorkKind, { word: string; tone: string; shape: string }> = {
  new: { word: "New", tone: "good", shape: shapes.plus },
  changed: { word: "Changed", tone: "busy", shape: "M3 8h9M9 5l3 3-3 3" },
  stopped: { word: "Stopped", tone: "bad", shape: "M4.5 4.5h7v7h-7z" },
  resumed: { word: "Resumed", tone: "good", shape: "M5 3.5l7 4.5-7 4.5z" },
  same: { word: "Unchanged", tone: "quiet", shape: "M4 6h8M4 10h8" },
};

/** WorkBadge says what a turnover means for a shot. */
export function WorkBadge(props: { kind: WorkKind }) {
  const look = () => works[props.kind] ?? { word: props.kind, tone: "quiet", shape: shapes.dot };
  return (
    <span class={`badge ${look().tone}`}>
      <Icon shape={look().shape} />
      {look().word}
    </span>
  );
}
