import { createResource, createSignal, For, Show } from "solid-js";
import { get, path, post } from "../api/call";
import { orgs, relearnNames } from "../api/names";
import type { List, Member, Organisation } from "../api/types";
import { Copy } from "../parts/copy";
import { Notice, Refusal } from "../parts/notice";
import { Empty, Page, Section } from "../parts/page";

const roles = ["admin", "producer", "editor", "supervisor", "coordinator", "artist"];

/** PeoplePage brings organisations and people in. */
export function PeoplePage() {
  const [refused, setRefused] = createSignal<unknown>();
  const bringIn = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement;
    setRefused(undefined);
    try {
      await post("/v1/organisations", { name: String(new FormData(form).get("name")).trim() });
      form.reset();
      await relearnNames();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Page title="People" crumbs={[{ href: "/", text: "Productions" }]}>
      <Show when={refused()}>
        <Refusal error={refused()} />
      </Show>
      <For each={orgs()} fallback={<Empty>No organisation that you may see.</Empty>}>
        {(o) => <Members org={o} />}
      </For>
      <Section title="Bring in an organisation">
        <form class="line-up" onSubmit={bringIn}>
          <label for="org-name" class="small strong">
            Name
          </label>
          <input id="org-name" name="name" class="input small" required maxlength="200" />
          <button type="submit" class="button small">
            Bring in
          </button>
        </form>
      </Section>
    </Page>
  );
}

function Members(props: { org: Organisation }) {
  const [list, { refetch }] = createResource(() => get<List<Member>>(path("organisations", props.org.id, "members")));
  const [link, setLink] = createSignal<{ name: string; url: string }>();
  const [refused, setRefused] = createSignal<unknown>();
  const invite = async (m: Member) => {
    setRefused(undefined);
    try {
      const made = await post<{ path: string }>(path("members", m.id, "sign-in"), {});
      setLink({ name: m.name, url: location.origin + made.path });
    } catch (err) {
      setRefused(err);
    }
  };
  const add = async (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    setRefused(undefined);
    try {
      await post(path("organisations", props.org.id, "people"), { name: String(data.get("name")).trim(), roles: [String(data.get("role"))] });
      form.reset();
      void refetch();
    } catch (err) {
      setRefused(err);
    }
  };
  const field = (name: string) => `${name}-${props.org.id}`;
  return (
    <Section title={props.org.name} id={field("org")}>
      <div class="card pad stack">
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
        <Show when={link()}>
          {(l) => (
            <Notice tone="good" title={`A link that signs ${l().name} in once`}>
              <p>
                <Copy text={l().url} shown={l().url} what="link" />
              </p>
            </Notice>
          )}
        </Show>
        <Show when={list()?.items.length}>
          <div class="table-wrap" role="group" aria-label={`Members of ${props.org.name}`} tabindex="0">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Roles</th>
                  <th scope="col">
                    <span class="sr-only">Sign in</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={list()?.items}>
                  {(m) => (
                    <tr>
                      <th scope="row">{m.name}</th>
                      <td class="quiet">
                        {m.kind === "service" ? "service account, " : ""}
                        {(m.roles ?? []).join(", ")}
                      </td>
                      <td class="right">
                        <Show when={m.kind !== "service"}>
                          <button type="button" class="button small" onClick={() => invite(m)} aria-label={`Sign-in link for ${m.name}`}>
                            Sign-in link
                          </button>
                        </Show>
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </Show>
        <form class="line-up" onSubmit={add}>
          <label for={field("person")} class="small strong">
            Person
          </label>
          <input id={field("person")} name="name" class="input small" required maxlength="200" />
          <label for={field("role")} class="small strong">
            Role
          </label>
          <select id={field("role")} name="role" class="input small">
            <For each={roles}>{(r) => <option>{r}</option>}</For>
          </select>
          <button type="submit" class="button small">
            Bring in
          </button>
        </form>
      </div>
    </Section>
  );
}
