import type { Finding } from "./types";

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

/** Reads a refusal out of an answer. */
export async function problemFrom(answer: Response): Promise<Problem> {
  try {
    const p = await answer.json();
    return new Problem(answer.status, p.title ?? answer.statusText, p.detail ?? "", p.findings ?? []);
  } catch {
    return new Problem(answer.status, answer.statusText || "The server refused", "");
  }
}

let onUnauthorised: () => void = () => {};

/** Says what happens when a session has ended. */
export const whenSignedOut = (fn: () => void) => (onUnauthorised = fn);

async function send(method: string, address: string, body?: unknown, raw?: BodyInit): Promise<Response> {
  const headers: Record<string, string> = {};
  if (raw !== undefined) headers["Content-Type"] = "application/octet-stream";
  else if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch(address, {
      method,
      headers,
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      credentials: "same-origin",
    });
  } catch {
    throw new Problem(0, "No answer", "The server cannot be reached. Your work here is not lost; try again.");
  }
  if (answer.ok) return answer;
  if (answer.status === 401 && address !== "/v1/session" && address !== "/v1/claim") onUnauthorised();
  throw await problemFrom(answer);
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  const text = await (await answer).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(address: string): Promise<T> => json<T>(send("GET", address));
export const post = <T>(address: string, body: unknown): Promise<T> => json<T>(send("POST", address, body));
export const put = <T>(address: string, body: unknown): Promise<T> => json<T>(send("PUT", address, body));
export const remove = (address: string): Promise<void> => json<void>(send("DELETE", address));
export const upload = <T>(address: string, bytes: BodyInit): Promise<T> => json<T>(send("POST", address, undefined, bytes));
