import { createSignal } from "solid-js";
import { asProblem, get, post, remove, sessionBegan, whenSignedOut } from "./call";
import type { Me } from "./types";

const [me, setMe] = createSignal<Me | null | undefined>(undefined);

/** Who has signed in: undefined while we ask, null for nobody. */
export { me };

whenSignedOut(() => setMe(null));

let asked: Promise<void> = Promise.resolve();

/** Asks the server who we are. */
export function recognise(): Promise<void> {
  return (asked = look());
}

async function look(): Promise<void> {
  try {
    setMe(await get<Me>("/v1/me"));
  } catch (e) {
    if (asProblem(e).status !== 401) throw e;
    setMe(null);
  }
}

/** Enters by a way of proving who we are, once no older question can still be answered with "nobody". */
async function enter(path: string, proof: object): Promise<void> {
  await asked.catch(() => {});
  const who = await post<Me>(path, proof);
  sessionBegan();
  setMe(who);
}

export async function signIn(with_: { code: string } | { token: string }): Promise<void> {
  await enter("/v1/session", with_);
}

export async function claim(code: string, organisation: string, name: string, email: string): Promise<void> {
  await enter("/v1/claim", { code, organisation, name, ...(email ? { email } : {}) });
}

export async function signOut(): Promise<void> {
  try {
    await remove("/v1/session");
  } finally {
    setMe(null);
  }
}
