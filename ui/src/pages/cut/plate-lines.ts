import type { Plate, PlannedShot, PullPlan } from "../../api/types";
import { base, frames } from "../../timeline/timecode";

/** A plate with the shot that it is for. */
export interface PlateLine {
  shot: PlannedShot;
  plate: Plate;
}

export const plateLines = (plan: PullPlan): PlateLine[] =>
  (plan.shots ?? []).flatMap((shot) => (shot.plates ?? []).map((plate) => ({ shot, plate })));

/** Whether somebody must look at a plate before it can be pulled as wanted. */
export const needsLook = (p: Plate): boolean => p.status === "unmatched" || p.status === "ambiguous" || !!p.shortHead || !!p.shortTail || missingOf(p) > 0;

/** How many frames of the cut itself a plate lacks, because its source does. */
export const missingOf = (p: Plate): number => Math.max(0, -p.headHandle) + Math.max(0, -p.tailHandle);

/** The handles that a plate has, how many frames are short at each end, and that in words. */
export function handlesOf(p: Plate, wantedHead: number, wantedTail: number) {
  const head = Math.max(0, p.headHandle);
  const tail = Math.max(0, p.tailHandle);
  const shortHead = Math.max(0, wantedHead - head);
  const shortTail = Math.max(0, wantedTail - tail);
  const short = [shortHead && `${shortHead} short at the head`, shortTail && `${shortTail} short at the tail`].filter(Boolean).join(", ");
  return { head, tail, shortHead, shortTail, said: missingOf(p) ? `${missingOf(p)} of the cut missing` : short };
}

/** Whether there is nothing to do or to say about a plate. */
export const isQuiet = (p: Plate): boolean => p.status === "covered" && !needsLook(p);

/** How many bytes there are to pull: of each source the part that is pulled; 0 where no size is known. */
export const bytesToPull = (plan: PullPlan): number =>
  plateLines(plan).reduce((sum, { plate }) => sum + (plate.status === "new" || plate.status === "re-pull" ? bytesOf(plate) : 0), 0);

function bytesOf(p: Plate): number {
  if (!p.size || !p.availableIn || !p.availableOut) return p.size ?? 0;
  const fps = base(p.sourceRate ?? "24");
  const drop = p.availableIn.includes(";");
  const there = frames(p.availableOut, fps, drop) - frames(p.availableIn, fps, drop);
  return there > 0 ? (p.size * Math.min(p.sourceFrames, there)) / there : p.size;
}

export const reelOf = (p: Plate): string => p.key.reel || p.key.clip || p.key.file || "";
