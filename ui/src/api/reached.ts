import { createSignal, onCleanup, onMount, type Accessor } from "solid-js";
import { get, query } from "./call";
import type { AuditRecord } from "./types";

interface AuditPage {
  items: AuditRecord[];
  after: number;
}

const often = 3000; // ms between looks
const pages = 20; // read in one look

/** Which assets each organisation has resolved since a moment: organisation -> asset -> when first. */
export type Reached = Map<string, Map<string, string>>;

/**
 * Follows, for as long as the component lives, which assets were resolved in a
 * production. Resolving is no event, so the audit log is asked now and then,
 * while the page is looked at.
 */
export function reached(production: string, since: string): Accessor<Reached> {
  const [seen, setSeen] = createSignal<Reached>(new Map());
  let after: number | undefined;
  let timer = 0;
  let gone = false;
  const look = async () => {
    if (!document.hidden) await read().catch(() => {}); // asked again soon
    if (!gone) timer = window.setTimeout(look, often);
  };
  const read = async () => {
    const found: AuditRecord[] = [];
    for (let i = 0; i < pages; i++) {
      const page = await get<AuditPage>("/v1/audit" + query({ production, action: "asset.resolve", decision: "allow", after, limit: 1000 }));
      if (!page.items.length) break;
      after = page.after;
      found.push(...page.items.filter((r) => r.time >= since));
    }
    if (found.length) setSeen((have) => merged(have, found));
  };
  onMount(look);
  onCleanup(() => ((gone = true), clearTimeout(timer)));
  return seen;
}

function merged(have: Reached, found: AuditRecord[]): Reached {
  const all = new Map(have);
  for (const r of found) {
    if (!r.organisation || !r.object) continue;
    const of = new Map(all.get(r.organisation));
    if (!of.has(r.object)) of.set(r.object, r.time);
    all.set(r.organisation, of);
  }
  return all;
}
