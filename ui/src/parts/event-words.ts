import { orgName } from "../api/names";
import type { CloudEvent } from "../api/types";
import { many } from "./format";

type Data = Record<string, unknown>;

const text = (v: unknown): string => (typeof v === "string" ? v : typeof v === "number" ? String(v) : "");
const object = (v: unknown): Data => (v && typeof v === "object" ? (v as Data) : {});

/** What an event tells, in one line; of a type unknown here, nothing. */
export function say(e: CloudEvent): string {
  const d = object(e.data);
  switch (e.type) {
    case "turnover.opened": {
      const c = object(d.counts);
      const counts = ["new", "changed", "resumed", "stopped"].filter((k) => Number(c[k]) > 0).map((k) => `${text(c[k])} ${k}`);
      return `${orgName(text(d.organisation))}, turnover ${text(d.number)} of ${text(d.cutName) || "no cut"}: ${counts.join(", ")}`;
    }
    case "grant.issued":
    case "grant.revoked": {
      const rule = object(d.rule ?? d);
      const who = object(rule.who);
      const name = [orgName(text(who.org)), text(who.role)].filter(Boolean).join(", ");
      return [name, text(rule.note) || text(d.why) || text(rule.because)].filter(Boolean).join(": ");
    }
    case "asset.registered":
      return Array.isArray(d.items ?? d.assets) ? many(((d.items ?? d.assets) as unknown[]).length, "asset") : text(d.name) || text(d.reel);
    case "assignment.changed":
      return many(Array.isArray(d.items) ? d.items.length : 0, "pattern");
  }
  return [text(d.name) || text(d.cutName), text(d.verdict).replaceAll("-", " "), text(d.note)].filter(Boolean).join(", ");
}
