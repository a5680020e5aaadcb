import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, Show } from "solid-js";
import { asProblem } from "../api/call";
import { me, signIn } from "../api/session";
import { codeInAddress } from "../parts/code";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";

/** Signs in by the first way that is not refused. */
async function tryEach(ways: Parameters<typeof signIn>[0][]): Promise<void> {
  for (const [i, way] of ways.entries()) {
    try {
      return await signIn(way);
    } catch (e) {
      if (i === ways.length - 1 || asProblem(e).status !== 401) throw e;
    }
  }
}

/** SignIn takes the one-time code of an invitation from the address, or an access token. */
export function SignIn() {
  const navigate = useNavigate();
  const [secret, setSecret] = createSignal("");
  const [refused, setRefused] = createSignal("");
  const [busy, setBusy] = createSignal(false);

  const enter = async (...ways: Parameters<typeof signIn>[0][]) => {
    setBusy(true);
    setRefused("");
    try {
      await tryEach(ways);
    } catch (e) {
      const p = asProblem(e);
      setRefused(
        p.status === 401 ? "This code or token is not valid. A code works once and for a short time; ask for a new one." : p.message,
      );
    } finally {
      setBusy(false);
    }
  };

  codeInAddress("/sign-in", (code) => void enter({ code }));
  createEffect(() => {
    if (me() && location.pathname === "/sign-in" && !busy()) navigate("/", { replace: true });
  });

  const submit = (e: Event) => {
    e.preventDefault();
    const text = secret().trim();
    if (text) void enter({ token: text }, { code: text }); // they look alike
  };
  return (
    <div class="gate">
      <Page title="Sign in">
        <form class="card pad" onSubmit={submit}>
          <Show when={refused()}>
            <Notice tone="bad" alert>
              <p>{refused()}</p>
            </Notice>
          </Show>
          <div class="field">
            <label for="secret">Access token or code</label>
            <input
              id="secret"
              class="input mono"
              type="password"
              autocomplete="current-password"
              spellcheck={false}
              placeholder="sel_…"
              aria-describedby="secret-help"
              value={secret()}
              onInput={(e) => setSecret(e.currentTarget.value)}
            />
            <p class="quiet small" id="secret-help">
              An invitation link signs you in by itself. With a token from your administrator, paste it here; it is not kept in the
              browser.
            </p>
          </div>
          <button class="button primary" type="submit" disabled={busy()}>
            {busy() ? "Signing in…" : "Sign in"}
          </button>
        </form>
      </Page>
    </div>
  );
}
