import { createSignal, For, Show } from "solid-js";
import { post } from "../../api/call";
import { orgs, relearnNames } from "../../api/names";
import { Refusal } from "../../parts/notice";
import { Empty, Page, Section } from "../../parts/page";
import { OneOrganisation } from "./organisation";

/** PeoplePage brings organisations, people and service accounts in, and shuts them out. */
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
    <Page
      title="People"
      crumbs={[{ href: "/", text: "Productions" }]}
      under={<p class="quiet">An organisation answers for its own people and programs. People sign in by a link, programs by a token.</p>}
    >
      <For each={orgs().map((o) => o.id)} fallback={<Empty>No organisation that you may see.</Empty>}>
        {(id) => <Show when={orgs().find((o) => o.id === id)}>{(o) => <OneOrganisation org={o()} />}</Show>}
      </For>
      <Section title="Another organisation" note="A vendor, a sound house, a client">
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
        <form class="card pad line-up" onSubmit={bringIn}>
          <label for="org-name" class="small strong">
            Name
          </label>
          <input id="org-name" name="name" class="input small wide" required maxlength="200" />
          <button type="submit" class="button small primary">
            Bring in
          </button>
        </form>
      </Section>
    </Page>
  );
}
