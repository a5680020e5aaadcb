import { orgName, personName } from "../api/names";
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

const deeds: Record<string, string> = {
  "cut.published": "published",
  "cut.approved": "approved",
  "cut.returned": "asked for changes to",
  "cut.rejected": "rejected",
  "cut.withdrawn": "withdrew the approval of",
};

/** An event as a sentence about who did what; cutName knows the names of cuts by their identifiers. */
export function tell(e: CloudEvent, cutName: (id: string) => string): string {
  const d = object(e.data);
  const who = e.authid && e.authid !== "system" ? personName(e.authid) : "The platform";
  const deed = deeds[e.type];
  if (deed) return `${who} ${deed} ${text(d.name) || cutName(e.subject ?? "") || "a cut"}${text(d.note) ? `: ${text(d.note)}` : ""}`;
  switch (e.type) {
    case "turnover.opened":
      return `${say(e)} shots`;
    case "grant.issued":
      return `Access given to ${say(e)}`;
    case "grant.revoked":
      return `Access taken from ${say(e)}`;
    case "assignment.changed":
      return `${who} changed who works on what`;
    case "asset.registered":
      return `${who} registered ${say(e)}`;
    case "graph.imported":
      return `${who} imported a production graph, ${many(Number(d.entities) || 0, "entity", "entities")}`;
    case "production.created":
      return `${who} made the production`;
  }
  return [e.type, say(e)].filter(Boolean).join(": ");
}
