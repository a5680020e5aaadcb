import { createSignal } from "solid-js";
import { all, path } from "./call";
import { me } from "./session";
import type { Member, Organisation } from "./types";

// Names of organisations and people, as far as the caller may know them.
const [orgs, setOrgs] = createSignal<Organisation[]>([]);
const [people, setPeople] = createSignal(new Map<string, string>());
let asked = "";

/** Asks for the names once for each person who signs in; what one knew is not shown to the next. */
export async function learnNames(): Promise<void> {
  const who = me();
  if (!who || asked === who.subject) return;
  asked = who.subject;
  const still = () => me()?.subject === who.subject;
  if (knower !== who.subject) forget();
  knower = who.subject;
  const found = await all<Organisation>("/v1/organisations").catch(() => []);
  if (!still()) return;
  setOrgs(found);
  const members = await all<Member>(path("organisations", who.organisation, "members")).catch(() => []);
  if (still()) setPeople(new Map(members.map((m) => [m.id, m.name])));
}

let knower = ""; // whose names they are

function forget() {
  setOrgs([]);
  setPeople(new Map());
}

/** Asks again, after something was brought in. */
export async function relearnNames(): Promise<void> {
  asked = "";
  await learnNames();
}

export { orgs };

/** A short form of an identifier, for what has no name here. */
export const short = (id: string): string => {
  const tail = id.split(":").pop() ?? id;
  return tail.length > 13 ? tail.slice(0, 8) : tail;
};

export function orgName(id: string | undefined): string {
  if (!id) return "";
  const who = me();
  if (who?.organisation === id) return who.organisationName;
  return orgs().find((o) => o.id === id)?.name ?? "Organisation " + short(id);
}

/** The name of an organisation, or nothing where it is not for the reader to know. */
export const knownOrg = (id: string | undefined): string => orgs().find((o) => o.id === id)?.name ?? (me()?.organisation === id ? me()!.organisationName : "");

export function personName(id: string | undefined): string {
  if (!id) return "";
  const who = me();
  if (who?.subject === id) return who.name;
  return people().get(id) ?? short(id);
}
