import { createResource, createSignal, For, Show } from "solid-js";
import { all, path, post } from "../../api/call";
import { relearnNames } from "../../api/names";
import type { Member, Organisation } from "../../api/types";
import { Copy } from "../../parts/copy";
import { many } from "../../parts/format";
import { Notice, Refusal } from "../../parts/notice";
import { Section } from "../../parts/page";
import { Because, type Shutting } from "./because";
import { roles, Roles } from "./roles";

/** Handed is what must be handed to somebody now, for it is shown once. */
interface Handed {
  title: string;
  text: string;
  what: string;
}

/** OneOrganisation is an organisation with its people and service accounts. */
export function OneOrganisation(props: { org: Organisation }) {
  const [list, { refetch }] = createResource(
    () => props.org.id,
    (id) => all<Member>(path("organisations", id, "members")),
  );
  const [handed, setHanded] = createSignal<Handed>();
  const [refused, setRefused] = createSignal<unknown>();
  const [shutting, setShutting] = createSignal<Shutting>();
  const [changing, setChanging] = createSignal<Member>();
  const members = () => (list.error ? [] : (list.latest ?? []));

  const trying = async (what: () => Promise<unknown>) => {
    setRefused(undefined);
    try {
      await what();
      void refetch();
    } catch (err) {
      setRefused(err);
    }
  };
  const invite = (m: Member) =>
    trying(async () => {
      const made = await post<{ path: string }>(path("members", m.id, "sign-in"), {});
      setHanded({ title: `A link that signs ${m.name} in once, within a day`, text: location.origin + made.path, what: "link" });
    });
  const issue = (m: Member) =>
    trying(async () => {
      const made = await post<{ secret: string }>("/v1/tokens", { name: m.name, subject: m.id, days: 90 });
      setHanded({ title: `A token for ${m.name}, for 90 days. It is not shown again`, text: made.secret, what: "token" });
    });
  const add = (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const where = data.get("kind") === "service" ? "services" : "people";
    void trying(async () => {
      await post(path("organisations", props.org.id, where), { name: String(data.get("name")).trim(), roles: [String(data.get("role"))] });
      form.reset();
    });
  };
  const shutOrg = (): Shutting => ({
    name: props.org.name,
    means: `Everybody of ${props.org.name} is shut out with the next request, whatever tokens and signed addresses they hold. Nothing is deleted.`,
    act: (because) => post(path("organisations", props.org.id, "suspend"), { because }).then(relearnNames),
  });
  const shutMember = (m: Member): Shutting => ({
    name: m.name,
    means: `${m.name} is shut out with the next request. Nothing is deleted, and resuming lets them in again.`,
    act: (because) => post(path("members", m.id, "suspend"), { because }).then(() => void refetch()),
  });
  const field = (name: string) => `${name}-${props.org.id}`;
  return (
    <Section
      title={props.org.name}
      note={many(members().length, "member")}
      id={field("org")}
      aside={
        <Show
          when={props.org.suspended}
          fallback={
            <Show when={!props.org.founding}>
              <button type="button" class="button small danger" onClick={() => setShutting(shutOrg())} aria-label={`Suspend ${props.org.name}`}>
                Suspend
              </button>
            </Show>
          }
        >
          <span class="badge bad">suspended</span>
          <button
            type="button"
            class="button small"
            aria-label={`Let ${props.org.name} in again`}
            onClick={() => trying(() => post(path("organisations", props.org.id, "resume"), {}).then(relearnNames))}
          >
            Let in again
          </button>
        </Show>
      }
    >
      <div class="card">
        <Show when={refused() || handed() || list.error}>
          <div class="pad stack">
            <Show when={refused() ?? list.error}>{(e) => <Refusal error={e()} />}</Show>
            <Show when={handed()}>
              {(h) => (
                <Notice tone="good" title={h().title}>
                  <p class="secret">
                    <Copy text={h().text} shown={h().text} what={h().what} />
                  </p>
                </Notice>
              )}
            </Show>
          </div>
        </Show>
        <Show when={members().length}>
          <div class="table-wrap" role="group" aria-label={`Members of ${props.org.name}`} tabindex="0">
            <table class="members">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Roles</th>
                  <th scope="col">
                    <span class="sr-only">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={members()}>
                  {(m) => (
                    <tr classList={{ over: !!m.suspended }}>
                      <th scope="row">
                        {m.name}
                        <Show when={m.suspended}>
                          {" "}
                          <span class="badge bad">suspended</span>
                        </Show>
                        <Show when={m.email}>
                          <span class="quiet small block">{m.email}</span>
                        </Show>
                      </th>
                      <td class="quiet">{[m.kind === "service" && "service account", ...(m.roles ?? [])].filter(Boolean).join(", ")}</td>
                      <td>
                        <div class="row-actions">
                          <Show
                            when={!m.suspended}
                            fallback={
                              <button
                                type="button"
                                class="button small"
                                aria-label={`Let ${m.name} in again`}
                                onClick={() => trying(() => post(path("members", m.id, "resume"), {}))}
                              >
                                Let in again
                              </button>
                            }
                          >
                            <button type="button" class="button small" aria-label={`Change the roles of ${m.name}`} onClick={() => setChanging(m)}>
                              Roles
                            </button>
                            <Show
                              when={m.kind === "service"}
                              fallback={
                                <button type="button" class="button small" onClick={() => invite(m)} aria-label={`Sign-in link for ${m.name}`}>
                                  Sign-in link
                                </button>
                              }
                            >
                              <button type="button" class="button small" onClick={() => issue(m)} aria-label={`Token for ${m.name}`}>
                                Token
                              </button>
                            </Show>
                            <button type="button" class="button small danger" aria-label={`Suspend ${m.name}`} onClick={() => setShutting(shutMember(m))}>
                              Suspend
                            </button>
                          </Show>
                        </div>
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </Show>
        <form class="pad line-up adding" onSubmit={add}>
          <label for={field("person")} class="sr-only">
            Name
          </label>
          <input id={field("person")} name="name" class="input small" required maxlength="200" placeholder="Name" />
          <label for={field("kind")} class="sr-only">
            Kind
          </label>
          <select id={field("kind")} name="kind" class="input small">
            <option value="person">person</option>
            <option value="service">service account</option>
          </select>
          <label for={field("role")} class="sr-only">
            Role
          </label>
          <select id={field("role")} name="role" class="input small">
            <For each={roles}>{(r) => <option selected={r === "artist"}>{r}</option>}</For>
          </select>
          <button type="submit" class="button small">
            Bring in
          </button>
        </form>
      </div>
      <Because of={shutting()} onClose={() => setShutting(undefined)} />
      <Roles of={changing()} onClose={() => setChanging(undefined)} onDone={() => void refetch()} />
    </Section>
  );
}
