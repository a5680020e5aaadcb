import { createResource, createSignal, For, Index, Show } from "solid-js";
import { get, path, put } from "../../api/call";
import { refresh } from "../../api/live";
import { orgName, orgs } from "../../api/names";
import type { Assignment, List } from "../../api/types";
import { Icon, IconButton, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { crumbs, may, Places, useProduction } from "./frame";

/** AssignmentsPage says who works on which shots. */
export function AssignmentsPage() {
  const p = useProduction();
  const where = path("productions", p.id, "assignments");
  const [list, { refetch }] = createResource(() => get<List<Assignment>>(where));
  const [draft, setDraft] = createSignal<Assignment[]>();
  const [refused, setRefused] = createSignal<unknown>();
  const [saved, setSaved] = createSignal(false);
  refresh(p.id, ["assignment."], () => void refetch());

  const change = (i: number, part: Partial<Assignment>) =>
    setDraft((d) => d?.map((a, j) => (i === j ? { ...a, ...part } : a)));
  const save = async (e: Event) => {
    e.preventDefault();
    setRefused(undefined);
    try {
      await put(where, { items: (draft() ?? []).filter((a) => a.pattern.trim()).map((a) => ({ ...a, pattern: a.pattern.trim() })) });
      setDraft(undefined);
      setSaved(true);
      void refetch();
    } catch (err) {
      setRefused(err);
    }
  };
  const edit = () => {
    setSaved(false);
    setDraft([...(list.latest?.items ?? []), { pattern: "", organisation: "" }]);
  };
  return (
    <Page
      title="Who works on what"
      crumbs={crumbs(p)}
      aside={
        <Show when={may(p, "assignment.write") && list.latest && !draft()}>
          <div class="push">
            <button type="button" class="button" onClick={edit}>
              Change
            </button>
          </div>
        </Show>
      }
      under={<p class="quiet">The most specific pattern decides. HRB_* means every shot whose name begins with HRB_.</p>}
    >
      <Places />
      <Show when={saved()}>
        <Notice tone="good">
          <p>Saved. Where a cut is approved, turnovers for what changed follow by themselves.</p>
        </Notice>
      </Show>
      <Show when={!list.error} fallback={<Refusal error={list.error} />}>
        <Show when={draft()} fallback={<Shown list={list.latest?.items} />}>
          {(rows) => (
            <form class="card pad stack" onSubmit={save}>
              <Show when={refused()}>
                <Refusal error={refused()} />
              </Show>
              <datalist id="organisations">
                <For each={orgs()}>{(o) => <option value={o.id}>{o.name}</option>}</For>
              </datalist>
              <Index each={rows()}>
                {(a, i) => (
                  <div class="assign-row">
                    <input
                      class="input mono"
                      aria-label={`Shots, row ${i + 1}`}
                      placeholder="HRB_*"
                      value={a().pattern}
                      onInput={(e) => change(i, { pattern: e.currentTarget.value })}
                    />
                    <Show
                      when={orgs().length > 1}
                      fallback={
                        <input
                          class="input mono"
                          aria-label={`Organisation, row ${i + 1}`}
                          placeholder="Identifier of the organisation"
                          value={a().organisation}
                          onInput={(e) => change(i, { organisation: e.currentTarget.value.trim() })}
                        />
                      }
                    >
                      <select
                        class="input"
                        aria-label={`Organisation, row ${i + 1}`}
                        value={a().organisation}
                        onChange={(e) => change(i, { organisation: e.currentTarget.value })}
                      >
                        <option value="">choose</option>
                        <For each={choices(a().organisation)}>
                          {(id) => (
                            <option value={id} selected={id === a().organisation}>
                              {orgName(id)}
                            </option>
                          )}
                        </For>
                      </select>
                    </Show>
                    <input
                      class="input"
                      aria-label={`Note, row ${i + 1}`}
                      placeholder="Note"
                      value={a().note ?? ""}
                      onInput={(e) => change(i, { note: e.currentTarget.value })}
                    />
                    <IconButton
                      shape={shapes.close}
                      label={`Take row ${i + 1} out`}
                      onClick={() => setDraft((d) => d?.filter((_, j) => j !== i))}
                    />
                  </div>
                )}
              </Index>
              <div class="line-up">
                <button type="button" class="button" onClick={() => setDraft((d) => [...(d ?? []), { pattern: "", organisation: "" }])}>
                  <Icon shape={shapes.plus} /> Add a row
                </button>
                <button type="submit" class="button primary">
                  Save
                </button>
                <button type="button" class="button" onClick={() => setDraft(undefined)}>
                  Cancel
                </button>
              </div>
            </form>
          )}
        </Show>
      </Show>
    </Page>
  );
}

/** The organisations to choose from; one that has no name here stays choosable. */
const choices = (chosen: string): string[] => {
  const ids = orgs().map((o) => o.id);
  return chosen && !ids.includes(chosen) ? [...ids, chosen] : ids;
};

function Shown(props: { list: Assignment[] | undefined }) {
  return (
    <Show when={props.list} fallback={<Loading what="assignments" />}>
      {(list) => (
        <Show when={list().length} fallback={<Empty>Nobody was given shots yet.</Empty>}>
          <div class="card table-wrap" role="group" aria-label="Assignments" tabindex="0">
            <table>
              <thead>
                <tr>
                  <th scope="col">Shots</th>
                  <th scope="col">Works on them</th>
                  <th scope="col">Note</th>
                </tr>
              </thead>
              <tbody>
                <For each={list()}>
                  {(a) => (
                    <tr>
                      <th scope="row" class="mono">
                        {a.pattern}
                      </th>
                      <td>{orgName(a.organisation)}</td>
                      <td class="quiet">{a.note}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </Show>
      )}
    </Show>
  );
}
