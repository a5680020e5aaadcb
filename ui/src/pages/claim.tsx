import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { asProblem } from "../api/call";
import { claim } from "../api/session";
import { codeInAddress } from "../parts/code";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";

/** Claim takes possession of an empty installation with the code that its server printed. */
export function Claim() {
  const navigate = useNavigate();
  const [code, setCode] = createSignal("");
  const [refused, setRefused] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  codeInAddress("/claim", (given) => (setCode(given), setRefused("")));

  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    setBusy(true);
    setRefused("");
    try {
      await claim(text("code"), text("organisation"), text("name"), text("email"));
      navigate("/", { replace: true });
    } catch (err) {
      const p = asProblem(err);
      setRefused(p.status === 401 || p.status === 404 ? "This code is not valid, or the installation is claimed already." : p.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="gate">
      <Page title="Claim this installation">
        <p class="quiet">Nobody runs it yet. The first administrator gives it an organisation and a name.</p>
        <form class="card pad" onSubmit={submit}>
          <Show when={refused()}>
            <Notice tone="bad" alert>
              <p>{refused()}</p>
            </Notice>
          </Show>
          <div class="field">
            <label for="code">Code</label>
            <input id="code" name="code" class="input mono" required value={code()} autocomplete="off" spellcheck={false} />
            <p class="quiet small">From the address that the server printed when it first started.</p>
          </div>
          <div class="field">
            <label for="organisation">Organisation</label>
            <input id="organisation" name="organisation" class="input" required maxlength="200" autocomplete="organization" />
          </div>
          <div class="field">
            <label for="name">Your name</label>
            <input id="name" name="name" class="input" required maxlength="200" autocomplete="name" />
          </div>
          <div class="field">
            <label for="email">
              E-mail <span class="quiet">(if you like)</span>
            </label>
            <input id="email" name="email" class="input" type="email" maxlength="320" autocomplete="email" />
          </div>
          <button class="button primary" type="submit" disabled={busy()}>
            {busy() ? "Claiming…" : "Claim"}
          </button>
        </form>
      </Page>
    </div>
  );
}
