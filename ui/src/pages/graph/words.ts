import type { EntitySummary } from "../../api/types";

/** "NarrativeScene" as "Narrative scene". */
export function readable(type: string): string {
  const words = type.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The last part of an identifier, for what has no name: "scn/33-p0". */
export function tail(id: string): string {
  const value = id.split(":").pop() ?? id;
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // not escaped as we escape
  }
}

export const entityName = (e: EntitySummary): string => e.name || tail(e.id);

export const entityHref = (slug: string, id: string): string => `/productions/${slug}/graph/${encodeURIComponent(id)}`;

/** A relation as it is said: "has.Slate" as "has Slate". */
export const relation = (path: string): string => path.replaceAll(".", " ");
