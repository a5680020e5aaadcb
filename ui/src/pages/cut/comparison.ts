import { createMemo, createResource, createSignal } from "solid-js";
import { get, path, query } from "../../api/call";
import type { Changes, Cut, CutDetail, Preview } from "../../api/types";
import { drawing } from "../../timeline/drawing";

/** Whether a decision about the cut is still to be made. */
export const isOpen = (c: Cut): boolean => c.state === "submitted" || c.state === "changes-requested";

/** The cut that vendors worked to before this one. */
export const before = (cut: Cut, cuts: Cut[]): string =>
  cuts.filter((c) => c.approvedAt && c.number < cut.number).sort((x, y) => (x.approvedAt! < y.approvedAt! ? 1 : -1))[0]?.id ?? "none";

/**
 * A cut beside the one it is compared with: the one that vendors work to,
 * unless the reader chose another. What changed comes with the plan where that
 * speaks of the same two cuts.
 */
export function comparison(cut: () => Cut, cuts: () => Cut[], plan: () => Preview | undefined, planned: boolean) {
  const id = cut().id;
  const [chosen, choose] = createSignal<string>();
  const [detailB] = createResource(() => get<CutDetail>(path("cuts", id)));
  const against = createMemo(() => {
    if (chosen()) return chosen()!;
    if (!isOpen(cut()) || !planned) return before(cut(), cuts());
    const preview = plan();
    return preview ? (preview.against?.id ?? "none") : undefined;
  });
  const byPlan = () => {
    const preview = isOpen(cut()) ? plan() : undefined;
    return preview && (preview.against?.id ?? "none") === against() ? preview.changes : undefined;
  };
  const [diff] = createResource(
    () => (against() && !byPlan() ? { against: against()! } : undefined),
    (q) => get<Changes>(path("cuts", id, "diff") + query(q)),
  );
  const [detailA] = createResource(
    () => against() !== "none" && against(),
    (other) => get<CutDetail>(path("cuts", other)),
  );
  const changes = createMemo(() => byPlan() ?? (diff.error ? undefined : diff.latest));
  const cutA = createMemo(() => (against() === "none" || detailA.error ? undefined : detailA.latest));
  const drawn = createMemo(() => {
    const b = detailB.error ? undefined : detailB.latest;
    const ready = b && against() && changes() && (against() === "none" || cutA()?.id === against());
    return ready ? drawing(cutA(), b, changes()) : undefined;
  });
  return { against, choose, changes, cutA, drawn, error: (): unknown => detailB.error ?? diff.error ?? detailA.error };
}
