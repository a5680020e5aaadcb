import { orgName, personName, short } from "../../api/names";
import type { Grant } from "../../api/types";
import { many } from "../../parts/format";

/** Whom of its organisation a rule is for, said where the organisation is known. */
export function within(g: Grant): string {
  const w = g.who;
  if (w.any) return "everybody";
  if (w.subject || w.service) return personName(w.subject ?? w.service);
  if (w.group) return `group ${short(w.group)}`;
  return w.role || "everybody there";
}

/** Whom a rule is for. */
export function who(g: Grant): string {
  const w = g.who;
  if (w.any) return "Everybody";
  return [orgName(w.org), (w.subject || w.service || w.group || w.role) && within(g)].filter(Boolean).join(", ");
}

const sentences: Record<string, string> = {
  "asset.read asset.resolve asset.download": "see and fetch",
  "asset.read": "see",
  "production.read": "know of",
};

/** What a rule lets them do; a long list is given by its families. */
export function actions(g: Grant): string {
  if (g.actions.includes("*")) return "everything";
  const said = sentences[g.actions.join(" ")];
  if (said) return said;
  if (g.actions.length <= 4) return g.actions.join(", ");
  return [...new Set(g.actions.map((a) => a.split(".")[0]!))].join(", ");
}

/** What a rule is about; names is what the assets are called that the reader knows. */
export function what(g: Grant, names?: Map<string, string>): string {
  const w = g.what;
  const said = [w.sequence && `sequence ${w.sequence}`, w.scene && `scene ${w.scene}`, w.shot && `shot ${w.shot}`].filter(Boolean);
  if (w.kind === "production" && w.ids?.length === 1) return "the production's name";
  if (w.ids?.length) {
    const known = w.ids.map((id) => names?.get(id)).filter(Boolean);
    said.unshift(known.length === w.ids.length && known.length <= 3 ? known.join(", ") : many(w.ids.length, w.kind || "thing"));
  }
  if (!said.length) said.push(w.kind ? `every ${w.kind}` : "the whole production");
  return said.join(", ");
}
