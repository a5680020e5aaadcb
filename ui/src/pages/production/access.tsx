import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { get, path, query, remove } from "../../api/call";
import { refresh } from "../../api/live";
import { orgName, personName, short } from "../../api/names";
import type { Grant, List } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { date, dateTime, many } from "../../parts/format";
import { Refusal } from "../../parts/notice";
import { Empty, Loading, Page } from "../../parts/page";
import { crumbs, may, Places, useProduction } from "./frame";

/** AccessPage lists who may reach what, why and until when. */
export function AccessPage() {
  const p = useProduction();
  const where = path("productions", p.id, "grants");
  const [list, setList] = createSignal<Grant[]>();
  const [next, setNext] = createSignal("");
  const [revoked, setRevoked] = createSignal(false);
  const [failed, setFailed] = createSignal<unknown>();
  const [org, setOrg] = createSignal("");
  const seen = createMemo(() => [...new Set((list() ?? []).flatMap((g) => g.who.org ?? []))]);
  const [ending, setEnding] = createSignal<Grant>();

  const fetchPage = async (from: string) => {
    try {
      const page = await get<List<Grant>>(where + query({ after: from, limit: 100, revoked: revoked() }));
      setList(from ? [...(list() ?? []), ...page.items] : page.items);
      setNext(page.next ?? "");
    } catch (e) {
      setFailed(e);
    }
  };
  onMount(() => fetchPage(""));
  refresh(p.id, ["grant."], () => void fetchPage(""));
  return (
    <Page title="Access" crumbs={crumbs(p)} under={<p class="quiet">Each rule says because of what it was made. What no rule permits is not there.</p>}>
      <Places />
      <div class="line-up">
        <label for="grant-org" class="small strong">
          Organisation
        </label>
        <select id="grant-org" class="input small" onChange={(e) => setOrg(e.currentTarget.value)}>
          <option value="">all</option>
          <For each={seen()}>{(o) => <option value={o}>{orgName(o)}</option>}</For>
        </select>
      </div>
      <label class="line-up">
        <input type="checkbox" checked={revoked()} onChange={(e) => (setRevoked(e.currentTarget.checked), void fetchPage(""))} />
        Show revoked ones too
      </label>
      <Show when={failed()}>
        <Refusal error={failed()} />
      </Show>
      <Show when={list()} fallback={<Loading what="grants" />}>
        {(all) => (
          <Show when={all().length} fallback={<Empty>No grant yet.</Empty>}>
            <div class="card table-wrap" role="group" aria-label="Grants" tabindex="0">
              <GrantTable list={sorted(all(), org(), p.org)} end={may(p, "grant.write") ? setEnding : undefined} />
            </div>
            <Show when={next()}>
              <div>
                <button type="button" class="button" onClick={() => fetchPage(next())}>
                  Show more
                </button>
              </div>
            </Show>
          </Show>
        )}
      </Show>
      <Revoke grant={ending()} onClose={() => setEnding(undefined)} onDone={() => void fetchPage("")} />
    </Page>
  );
}

/** Other organisations first, each one's grants together, the newest first. */
const sorted = (all: Grant[], org: string, owner: string): Grant[] =>
  all
    .filter((g) => !org || g.who.org === org)
    .sort(
      (x, y) =>
        Number(x.who.org === owner) - Number(y.who.org === owner) ||
        orgName(x.who.org).localeCompare(orgName(y.who.org)) ||
        y.created.localeCompare(x.created),
    );

function GrantTable(props: { list: Grant[]; end?: (g: Grant) => void }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">May</th>
          <th scope="col">What</th>
          <th scope="col">Because of</th>
          <th scope="col">Until</th>
          <Show when={props.end}>
            <th scope="col">
              <span class="sr-only">Revoke</span>
            </th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.list}>
          {(g) => (
            <tr>
              <th scope="row">{who(g)}</th>
              <td>
                <Show when={g.effect === "deny"}>
                  <span class="badge bad">may not</span>{" "}
                </Show>
                <span class="small">{actions(g)}</span>
              </td>
              <td>{what(g)}</td>
              <td>
                {g.note || ""}
                <Show when={g.because}>
                  <span class="quiet small because">{because(g.because!)}</span>
                </Show>
              </td>
              <td class="nowrap">{g.revoked ? <span class="badge bad">revoked {dateTime(g.revoked)}</span> : date(g.until) || "for good"}</td>
              <Show when={props.end}>
                {(end) => (
                  <td class="right">
                    <Show when={!g.revoked}>
                      <button type="button" class="button small danger" onClick={() => end()(g)} aria-label={`Revoke the grant of ${who(g)}: ${g.note ?? what(g)}`}>
                        Revoke
                      </button>
                    </Show>
                  </td>
                )}
              </Show>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

function who(g: Grant): string {
  const w = g.who;
  if (w.any) return "Everybody";
  if (w.subject || w.service) return personName(w.subject ?? w.service);
  if (w.role) return `${orgName(w.org)}, ${w.role}`;
  if (w.group) return `Group ${short(w.group)}`;
  return orgName(w.org);
}

const actions = (g: Grant): string => (g.actions.includes("*") ? "everything" : g.actions.join(", "));

function what(g: Grant): string {
  const w = g.what;
  const said = [w.sequence && `sequence ${w.sequence}`, w.scene && `scene ${w.scene}`, w.shot && `shot ${w.shot}`].filter(Boolean);
  if (w.kind === "production" && w.ids?.length === 1) return "the production's name";
  if (w.ids?.length) said.unshift(many(w.ids.length, w.kind || "thing"));
  if (!said.length) said.push(w.kind ? `every ${w.kind}` : "the whole production");
  return said.join(", ");
}

const because = (text: string): string => text.replace(/urn:uuid:([0-9a-f]{8})[0-9a-f-]*/g, "$1");

function Revoke(props: { grant: Grant | undefined; onClose: () => void; onDone: () => void }) {
  const [refused, setRefused] = createSignal<unknown>();
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const g = props.grant;
    if (!g) return;
    const why = String(new FormData(e.currentTarget as HTMLFormElement).get("why") ?? "").trim();
    try {
      await remove(path("grants", g.id) + query({ because: why }));
      setRefused(undefined);
      props.onClose();
      props.onDone();
    } catch (err) {
      setRefused(err);
    }
  };
  return (
    <Dialog open={!!props.grant} title="Revoke this grant" onClose={props.onClose}>
      <form class="stack" onSubmit={submit}>
        <p>
          {props.grant ? who(props.grant) : ""} loses {props.grant ? what(props.grant) : ""} at once; signed addresses that were given under it stop
          working.
        </p>
        <div class="field">
          <label for="why">Why, for the record</label>
          <input id="why" name="why" class="input" maxlength="1000" required />
        </div>
        <Show when={refused()}>
          <Refusal error={refused()} />
        </Show>
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class="button danger">
            Revoke
          </button>
        </div>
      </form>
    </Dialog>
  );
}
