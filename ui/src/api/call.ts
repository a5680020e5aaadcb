import type { Finding, List } from "./types";

/** Problem is a refusal of the API (RFC 9457). Status 0: there was no answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly findings: Finding[] = [],
  ) {
    super(detail || title);
  }
}

export const asProblem = (e: unknown): Problem =>
  e instanceof Problem ? e : new Problem(0, "Something went wrong", e instanceof Error ? e.message : String(e));

/** Escapes the parts of an address. */
export const path = (...parts: (string | number)[]): string =>
  "/v1/" + parts.map((p) => encodeURIComponent(String(p))).join("/");

type Query = Record<string, string | number | boolean | undefined>;

export const query = (q: Query): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(q)) {
    if (value !== undefined && value !== "" && value !== false) params.set(name, String(value));
  }
  const text = params.toString();
  return text ? "?" + text : "";
};

interface Refused {
  detail?: string;
  errors?: { location?: string; message?: string }[];
}

/** What is wrong, field by field where the server says so. */
const detailOf = (p: Refused): string =>
  (p.errors ?? []).map((e) => [e.location?.replace(/^body\./, ""), e.message].filter(Boolean).join(": ")).join("; ") || (p.detail ?? "");

/** Reads a refusal out of an answer. */
async function problemFrom(answer: Response): Promise<Problem> {
  try {
    const p = await answer.json();
    return new Problem(answer.status, p.title ?? answer.statusText, detailOf(p), p.findings ?? []);
  } catch {
    return new Problem(answer.status, answer.statusText || "The server refused", "");
  }
}

let onUnauthorised: () => void = () => {};
let session = 0; // counts the sessions of this page

/** Says what happens when a session has ended. */
export const whenSignedOut = (fn: () => void) => (onUnauthorised = fn);

/** Says that a session has begun: what was asked before it no longer tells whether there is one. */
export const sessionBegan = () => void session++;

async function send(method: string, address: string, body?: BodyInit, type?: string): Promise<Response> {
  const headers: Record<string, string> = type ? { "Content-Type": type } : {};
  const asked = session;
  let answer: Response;
  try {
    answer = await fetch(address, {
      method,
      headers,
      body,
      credentials: "same-origin",
    });
  } catch {
    throw new Problem(0, "No answer", "The server cannot be reached. Your work here is not lost; try again.");
  }
  if (answer.ok) return answer;
  if (answer.status === 401 && asked === session && address !== "/v1/session" && address !== "/v1/claim") onUnauthorised();
  throw await problemFrom(answer);
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  const text = await (await answer).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(address: string): Promise<T> => json<T>(send("GET", address));

/** A whole list, page after page; at most so many of its items. */
export async function all<T>(address: string, most = 20_000): Promise<T[]> {
  const items: T[] = [];
  const [where, given = ""] = address.split("?");
  for (let after = ""; ; ) {
    const params = new URLSearchParams(given);
    if (after) params.set("after", after);
    const page = await get<List<T>>(params.size ? `${where}?${params}` : where!);
    items.push(...page.items);
    if (!page.next || items.length >= most) return items;
    after = page.next;
  }
}

const inJSON = (method: string, address: string, body: unknown) => send(method, address, JSON.stringify(body), "application/json");

export const post = <T>(address: string, body: unknown): Promise<T> => json<T>(inJSON("POST", address, body));
export const put = <T>(address: string, body: unknown): Promise<T> => json<T>(inJSON("PUT", address, body));
export const remove = (address: string): Promise<void> => json<void>(send("DELETE", address));
export const upload = <T>(address: string, bytes: BodyInit, type = "application/octet-stream"): Promise<T> => json<T>(send("POST", address, bytes, type));
