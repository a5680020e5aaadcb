// The shapes of the API's answers, as far as the pages use them. The names and
// meanings are those of /openapi.json.

export interface List<T> {
  items: T[];
  next?: string;
}

export interface Me {
  subject: string;
  kind: string;
  name: string;
  organisation: string;
  organisationName: string;
  roles: string[];
  groups: string[];
  scopes: string[];
}

export interface Finding {
  code: string;
  severity: string;
  where?: { file?: string; line?: number; column?: number; element?: string; xpath?: string };
  clause?: string;
  text: string;
}

export interface Organisation {
  id: string;
  name: string;
  founding?: boolean;
  suspended?: boolean;
}

export interface Production {
  id: string;
  slug: string;
  name: string;
  org: string;
  created: string;
  may?: string[];
}

export type CutState = "submitted" | "approved" | "changes-requested" | "rejected" | "withdrawn" | "superseded";

export interface Cut {
  id: string;
  production: string;
  number: number;
  name: string;
  file: string;
  format: string;
  rate: string;
  dropFrame: boolean;
  start: string;
  duration: number;
  events: number;
  digest: string;
  state: CutState;
  org: string;
  publishedBy: string;
  publishedAt: string;
  approvedAt?: string;
  findings: Finding[] | null;
}

export interface CutEvent {
  n: number;
  number?: string;
  reel: string;
  clip: string;
  file?: string;
  shot?: string;
  sourceIn: string;
  sourceOut: string;
  recordIn: string;
  recordOut: string;
  sourceFrames: number;
  recordFrames: number;
  speed: string;
  transition: { type: string; frames: number; before?: number; code?: string } | null;
}

export interface Track {
  name: string;
  kind: string;
  events: CutEvent[];
}

export interface CutDetail extends Cut {
  timeline: { rate: string; dropFrame: boolean; start: string; tracks: Track[] };
}

export type Kind =
  | "added"
  | "omitted"
  | "reinstated"
  | "trimmed"
  | "slipped"
  | "retimed"
  | "replaced"
  | "moved"
  | "split"
  | "merged"
  | "transition"
  | "colour"
  | "layer";

export interface Side {
  event: number;
  number?: string;
  track: string;
  shot?: string;
  reel?: string;
  clip?: string;
  file?: string;
  sourceIn: string;
  sourceOut: string;
  recordIn: string;
  recordOut: string;
  sourceInFrame: number;
  sourceOutFrame: number;
  recordInFrame: number;
  recordOutFrame: number;
  sourceFrames: number;
  recordFrames: number;
}

export interface Fade {
  type: string;
  code?: string;
  frames: number;
}

export interface Change {
  kinds: Kind[];
  a: Side | null;
  b: Side | null;
  head: number;
  tail: number;
  slip: number;
  disjoint?: boolean;
  speed: [string, string];
  reversed?: boolean;
  freeze?: string;
  sourceIn?: number;
  transition?: [Fade | null, Fade | null];
  layer?: [string, string];
  since?: string;
  parts?: Side[];
  move?: number;
  notes?: string[];
}

export interface Changes {
  summary: Record<string, number>;
  changes: Change[] | null;
  moves: { events: number; track: string; after: Side | null }[] | null;
  findings: Finding[] | null;
  offset?: number;
  inside?: Inside[] | null;
}

/** What changed in a cut that is nested in an event of both cuts. */
export interface Inside {
  path: string; // of numbers of events in cut B: "3", "3/2"
  a: Side | null;
  b: Side | null;
  changes: Changes;
}

export interface Plate {
  name: string;
  status: "new" | "re-pull" | "covered" | "reduced" | "unmatched" | "ambiguous";
  shots: string[] | null;
  events: number[] | null;
  source?: string;
  key: { reel?: string; clip?: string; file?: string };
  size?: number;
  from?: string;
  match?: string;
  confidence: number;
  candidates?: { source: string; name?: string; from?: string; method: string }[];
  sourceIn: string;
  sourceOut: string;
  sourceInFrame: number;
  sourceOutFrame: number;
  sourceFrames: number;
  sourceRate?: string;
  usedInFrame: number;
  usedOutFrame: number;
  availableIn?: string;
  availableOut?: string;
  headHandle: number;
  tailHandle: number;
  shortHead?: number;
  shortTail?: number;
  compIn: number;
  cutIn: number;
  cutOut: number;
  compOut: number;
  speed: string;
  previous?: string;
  why?: string;
}

export interface PlannedShot {
  shot: string;
  work: string;
  why?: Kind[];
  recordIn?: string;
  recordOut?: string;
  frames: number;
  compIn: number;
  cutIn: number;
  cutOut: number;
  compOut: number;
  plates: Plate[] | null;
}

export interface PullPlan {
  cut: string;
  rate: string;
  policy: { headHandle: number; tailHandle: number; handlesIn: string; firstFrame: number };
  shots: PlannedShot[] | null;
  totals: Record<string, number>;
  findings: Finding[] | null;
}

export type WorkKind = "new" | "changed" | "stopped" | "resumed" | "same";

export interface Item {
  shot: string;
  kind: WorkKind;
  reasons: Kind[] | null;
  plates: string[] | null;
  assets: string[] | null;
  notes?: string[];
}

export interface AssetRef {
  asset: string;
  name: string;
}

export interface VendorWork {
  organisation: string;
  work: Item[] | null;
  gains: AssetRef[] | null;
  loses: AssetRef[] | null;
}

export interface Preview {
  cut: Cut;
  against: Cut | null;
  changes: Changes;
  plan: PullPlan;
  vendors: VendorWork[] | null;
  unassigned: string[] | null;
  findings: Finding[] | null;
}

export type Verdict = "approve" | "approve-with-notes" | "changes-requested" | "reject" | "withdraw";

export interface Decision {
  id: string;
  subject: string;
  digest: string;
  verdict: Verdict;
  note?: string;
  by: string;
  org: string;
  at: string;
}

export interface Turnover {
  id: string;
  production: string;
  number: number;
  cut: string;
  cutName: string;
  previousCut?: string;
  organisation: string;
  decision?: string;
  openedAt: string;
  items: Item[] | null;
  counts: { new: number; changed: number; stopped: number; resumed: number };
}

export interface TurnoverDetail extends Turnover {
  plan: PullPlan | null;
}

export interface Assignment {
  pattern: string;
  organisation: string;
  note?: string;
}

export interface Asset {
  id: string;
  organisation: string;
  name?: string;
  kind?: string;
  reel?: string;
  clip?: string;
  file?: string;
  rate?: string;
  start?: string;
  duration?: number;
  size?: number;
  mediaType?: string;
  shot?: string;
  sequence?: string;
  scene?: string;
  identifiers: string[];
  locations: { place?: string; provider?: string; storage?: string; state?: string; added?: string }[];
  created: string;
}

export interface Grant {
  id: string;
  effect: string;
  who: { subject?: string; service?: string; group?: string; role?: string; org?: string; any?: boolean };
  actions: string[];
  what: { kind?: string; org?: string; sequence?: string; scene?: string; shot?: string; ids?: string[] };
  from?: string;
  until?: string;
  because?: string;
  note?: string;
  created: string;
  revoked?: string;
  why?: string;
}

export interface Explained {
  allow: boolean;
  reason: string;
  rule?: string;
  because?: string;
  considered: { rule: string; effect: string; applies: boolean; failed?: string; because?: string }[] | null;
}

export interface WebhookKey {
  kind: string;
  public?: string;
}

export interface Webhook {
  id: string;
  url: string;
  types: string[];
  mode: "key" | "all" | "none";
  refusal: "park" | "skip";
  created: string;
  keys: WebhookKey[];
}

export interface WebhookState extends Webhook {
  status: {
    position: number;
    head: number;
    waiting: number;
    dead: number;
    failures: number;
    failingSince?: string;
    lastSuccess?: string;
    nextAttempt?: string;
    cause?: string;
    alarm?: string;
  };
}

export interface DeadLetter {
  position: number;
  type: string;
  tries: number;
  status?: number;
  cause: string;
  since: string;
  waiting: number;
}

export interface EntitySummary {
  id: string;
  type: string;
  name?: string;
}

export interface Edge {
  path: string;
  entity: EntitySummary;
  embedded?: boolean;
  via?: string;
}

export interface Entity extends EntitySummary {
  identifiers: string[];
  entity: unknown;
  descriptions?: unknown[] | null;
  out: Edge[] | null;
  in: Edge[] | null;
  through: Edge[] | null;
}

export interface Imported {
  refused: boolean;
  already: boolean;
  entities: number;
  created: number;
  edges: number;
  findings: Finding[] | null;
}

export interface Resolved {
  identifier: string;
  status: string;
  text?: string;
  copies?: { rank: number; storage?: string; url: string; expires?: string }[] | null;
}

export interface AuditRecord {
  index: number;
  time: string;
  actor?: string;
  organisation?: string;
  action: string;
  object?: string;
  decision: string;
}

export interface Token {
  id: string;
  name?: string;
  scopes: string[] | null;
  created: string;
  expires: string;
  revoked?: string;
}

export interface CloudEvent {
  id: string;
  type: string;
  subject?: string;
  time: string;
  sequence: string;
  authid?: string;
  data?: unknown;
}

export interface Member {
  id: string;
  org: string;
  kind: string;
  name: string;
  email?: string;
  roles: string[] | null;
  suspended?: boolean;
}
