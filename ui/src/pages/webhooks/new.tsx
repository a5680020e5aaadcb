import { createSignal, For, Show } from "solid-js";
import { path, post } from "../../api/call";
import { latest } from "../../api/latest";
import type { Webhook } from "../../api/types";
import { Copy } from "../../parts/copy";
import { Dialog } from "../../parts/dialog";
import { Notice, Refusal } from "../../parts/notice";
import { useProduction } from "../production/frame";
import { modes, refusals, types } from "./words";

interface Subscribed {
  webhook: Webhook;
  secret: string;
}

/** NewWebhook asks where events are to be sent, and shows once what their signatures are verified with. */
export function NewWebhook(props: { open: boolean; onClose: () => void; onMade: () => void }) {
  const [made, setMade] = createSignal<Subscribed>();
  const close = () => {
    props.onClose();
    setMade(undefined);
  };
  return (
    <Dialog open={props.open} title={made() ? "The webhook is made" : "New webhook"} onClose={close}>
      <Show when={props.open}>
        <Show when={made()} fallback={<Ask onCancel={close} onMade={(m) => (setMade(m), props.onMade())} />}>
          {(m) => <Key made={m()} onDone={close} />}
        </Show>
      </Show>
    </Dialog>
  );
}

function Ask(props: { onCancel: () => void; onMade: (made: Subscribed) => void }) {
  const p = useProduction();
  const [refused, setRefused] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setRefused(undefined);
    try {
      const after = text("from") === "now" ? (await latest(p.id, 1)).position : undefined;
      const made = await post<Subscribed>(path("productions", p.id, "webhooks"), {
        url: text("url").trim(),
        types: form.getAll("type"),
        mode: text("mode"),
        refusal: text("refusal"),
        kind: text("kind"),
        after,
      });
      props.onMade(made);
    } catch (err) {
      setRefused(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="stack" onSubmit={submit}>
      <div class="field">
        <label for="hook-url">Address</label>
        <input id="hook-url" name="url" class="input mono" type="url" required maxlength="2000" placeholder="https://pipeline.example/selsyn" />
        <p class="quiet small">It must be reachable from here, answer with 2xx, and not redirect.</p>
      </div>
      <fieldset class="field">
        <legend>
          Events <span class="quiet">(none chosen: all of them)</span>
        </legend>
        <div class="checks">
          <For each={types}>
            {(t) => (
              <label>
                <input type="checkbox" name="type" value={t} /> <span class="mono small">{t}</span>
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <details>
        <summary>Order, refusals, signatures and the beginning</summary>
        <div class="stack inset">
          <Choice name="mode" legend="Order" of={Object.entries(modes).map(([value, m]) => ({ value, text: m.word, means: m.means }))} />
          <Choice name="refusal" legend="When an event is refused for good" of={Object.entries(refusals).map(([value, m]) => ({ value, text: m.word, means: m.means }))} />
          <Choice
            name="kind"
            legend="Signatures"
            of={[
              { value: "ed25519", text: "ed25519", means: "You verify with our public key; there is no secret to keep." },
              { value: "hmac", text: "HMAC with a shared secret", means: "For receivers that know only that; the secret is shown once." },
            ]}
          />
          <Choice
            name="from"
            legend="Begin"
            of={[
              { value: "now", text: "from now on", means: "Only what happens after this." },
              { value: "start", text: "with the first event", means: "All that your organisation was ever told here, in order." },
            ]}
          />
        </div>
      </details>
      <Show when={refused()}>
        <Refusal error={refused()} title="This webhook was not made" />
      </Show>
      <div class="dialog-end">
        <button type="button" class="button" onClick={() => props.onCancel()}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={busy()}>
          {busy() ? "Making it…" : "Make it"}
        </button>
      </div>
    </form>
  );
}

function Choice(props: { name: string; legend: string; of: { value: string; text: string; means: string }[] }) {
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <For each={props.of}>
        {(c, i) => (
          <label class="choice">
            <input type="radio" name={props.name} value={c.value} checked={i() === 0} />
            <span>
              {c.text} <span class="quiet small block">{c.means}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}

function Key(props: { made: Subscribed; onDone: () => void }) {
  const shared = () => !props.made.webhook.keys.some((k) => k.public);
  return (
    <div class="stack">
      <Notice tone={shared() ? "warn" : "good"} title={shared() ? "The shared secret. It is not shown again." : "The public key that your endpoint verifies with"}>
        <p class="secret">
          <Copy text={props.made.secret} shown={props.made.secret} what={shared() ? "secret" : "public key"} />
        </p>
      </Notice>
      <p class="small">
        Deliveries follow Standard Webhooks 1.0.0: the headers <span class="mono">webhook-id</span>, <span class="mono">webhook-timestamp</span> and{" "}
        <span class="mono">webhook-signature</span> sign the body. Any library for it verifies them with this key.
      </p>
      <div class="dialog-end">
        <button type="button" class="button primary" autofocus onClick={() => props.onDone()}>
          I have it
        </button>
      </div>
    </div>
  );
}
