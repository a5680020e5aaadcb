import { createResource, createSignal, For, Show } from "solid-js";
import { all, path, post, remove } from "../api/call";
import { me } from "../api/session";
import type { Token } from "../api/types";
import { Copy } from "../parts/copy";
import { date } from "../parts/format";
import { Notice, Refusal } from "../parts/notice";
import { Empty, Loading, Page, Section } from "../parts/page";

/** YouPage is who has signed in, and the access tokens that speak for them. */
export function YouPage() {
  const [list, { refetch }] = createResource(() => all<Token>("/v1/tokens"));
  const [secret, setSecret] = createSignal<{ name: string; text: string }>();
  const [refused, setRefused] = createSignal<unknown>();
  const working = () => (list.error ? [] : (list.latest ?? [])).filter((t) => !t.revoked && t.name);
  const trying = async (what: () => Promise<unknown>) => {
    setRefused(undefined);
    try {
      await what();
      void refetch();
    } catch (e) {
      setRefused(e);
    }
  };
  const issue = (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get("name")).trim();
    const scopes = String(data.get("scopes")).split(/[\s,]+/).filter(Boolean);
    void trying(async () => {
      const made = await post<{ secret: string }>("/v1/tokens", { name, days: Number(data.get("days")), scopes });
      setSecret({ name, text: made.secret });
      form.reset();
    });
  };
  return (
    <Page
      title={me()?.name ?? ""}
      crumbs={[{ href: "/", text: "Productions" }]}
      under={
        <p class="facts">
          <span>{me()?.organisationName}</span>
          <span>{me()?.roles.join(", ") || "no role"}</span>
        </p>
      }
    >
      <Section title="Access tokens" note="For the command line and for programs that act as you">
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
        <Show when={secret()}>
          {(s) => (
            <Notice tone="good" title={`${s().name}: copy it now, it is not shown again`}>
              <p class="secret">
                <Copy text={s().text} shown={s().text} what="token" />
              </p>
            </Notice>
          )}
        </Show>
        <Show when={!list.error} fallback={<Refusal error={list.error} />}>
          <Show when={list.latest} fallback={<Loading what="tokens" />}>
            <Show when={working().length} fallback={<Empty>You have no access token.</Empty>}>
              <div class="card table-wrap" role="group" aria-label="Access tokens" tabindex="0">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Name</th>
                      <th scope="col">Limited to</th>
                      <th scope="col">Made</th>
                      <th scope="col">Ends</th>
                      <th scope="col">
                        <span class="sr-only">Revoke</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={working()}>
                      {(t) => (
                        <tr>
                          <th scope="row">{t.name}</th>
                          <td class="mono small">{t.scopes?.join(", ") || "all that you may do"}</td>
                          <td class="nowrap">{date(t.created)}</td>
                          <td class="nowrap">{date(t.expires)}</td>
                          <td class="right">
                            <button
                              type="button"
                              class="button small danger"
                              aria-label={`Revoke ${t.name}`}
                              onClick={() => trying(() => remove(path("tokens", t.id)))}
                            >
                              Revoke
                            </button>
                          </td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            </Show>
          </Show>
        </Show>
        <form class="card pad line-up" onSubmit={issue}>
          <label for="token-name" class="small strong">
            New token for
          </label>
          <input id="token-name" name="name" class="input small" required maxlength="200" placeholder="conform script" />
          <label for="token-days" class="small strong">
            Days
          </label>
          <input id="token-days" name="days" class="input small" type="number" min="1" max="365" value="30" required />
          <label for="token-scopes" class="small strong">
            Limited to
          </label>
          <input id="token-scopes" name="scopes" class="input small mono wide" placeholder="asset.* cut.read; empty: all" />
          <button type="submit" class="button small primary">
            Issue it
          </button>
        </form>
      </Section>
    </Page>
  );
}
