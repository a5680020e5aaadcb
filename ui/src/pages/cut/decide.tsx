import { For, Match, Show, Switch } from "solid-js";
import { orgName } from "../../api/names";
import type { Preview } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { digest, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import { Section } from "../../parts/page";
import type { Choice, Deciding } from "./decision";
import { isConcerned, toldOf } from "./impact";
import { needsLook, plateLines } from "./plate-lines";

/** ApproveButton asks for the approval, or says who gives it. */
export function ApproveButton(props: { of: Deciding }) {
  return (
    <Show
      when={props.of.offers("approve") && !props.of.own()}
      fallback={<p class="quiet small">{props.of.own() ? "You published this cut; somebody else approves it." : "Waits for somebody who may approve it."}</p>}
    >
      <button type="button" class="button primary large" disabled={props.of.busy()} onClick={() => props.of.choose("approve")}>
        <Icon shape={shapes.check} /> Approve…
      </button>
      <a
        href="#decide"
        class="small"
        onClick={(e) => {
          e.preventDefault(); // the router must not take it for an address
          const note = document.getElementById("decision-note");
          note?.scrollIntoView({ block: "center" });
          note?.focus({ preventScroll: true });
        }}
      >
        Decide otherwise
      </a>
    </Show>
  );
}

/** Decide takes a decision about the content that the reader has seen. */
export function Decide(props: { of: Deciding }) {
  const d = () => props.of;
  return (
    <Show when={d().offered().length || d().refused()}>
      <Section title="Decide" id="decide" note={`About the content ${digest(d().seen)}`}>
        <div class="card pad stack decide">
          <Show when={d().refused()}>
            {(r) => (
              <Show when={r().status === 409} fallback={<Refusal error={r()} title="The decision was not taken" />}>
                <Notice tone="warn" alert title="This is no longer what you looked at">
                  <p>{r().detail} Nothing was decided. Look at the cut again before you do.</p>
                  <p>
                    <button type="button" class="button small" onClick={() => location.reload()}>
                      Look again
                    </button>
                  </p>
                </Notice>
              </Show>
            )}
          </Show>
          <Show when={d().own()}>
            <p class="quiet small">You published this cut. Somebody else decides about it, unless a rule lets you.</p>
          </Show>
          <div class="field">
            <label for="decision-note">
              Note <span class="quiet">(needed with notes and for changes)</span>
            </label>
            <textarea
              id="decision-note"
              class="input"
              rows="2"
              value={d().note()}
              aria-invalid={d().missing()}
              aria-describedby="decision-note-missing"
              onInput={(e) => d().setNote(e.currentTarget.value)}
            />
            <p id="decision-note-missing" class="small bad-text" role="status">
              {d().missing() ? "Say in the note what editorial should do." : ""}
            </p>
          </div>
          <div class="decide-buttons">
            <For each={d().offered()}>
              {(c) => (
                <button type="button" class={`button ${c.class}`} disabled={d().busy()} onClick={() => d().choose(c.verdict)}>
                  <Show when={c.verdict === "approve"}>
                    <Icon shape={shapes.check} />
                  </Show>
                  {c.word}
                </button>
              )}
            </For>
          </div>
        </div>
      </Section>
    </Show>
  );
}

/** Confirm says once more what a decision leads to before it is taken. */
export function Confirm(props: { of: Deciding; preview: Preview }) {
  return (
    <Dialog open={!!props.of.asking()} title={`${props.of.asking()?.word ?? ""}?`} onClose={() => props.of.drop()}>
      <Show when={props.of.asking()}>
        {(c) => (
          <>
            <Means choice={c()} name={props.of.cut().name} preview={props.preview} />
            <div class="dialog-end">
              <button type="button" class="button" onClick={() => props.of.drop()}>
                Not yet
              </button>
              <button type="button" class={`button ${c().class || "primary"}`} autofocus disabled={props.of.busy()} onClick={() => props.of.decide(c())}>
                {c().verdict.startsWith("approve") ? `Approve ${props.of.cut().name}` : c().word}
              </button>
            </div>
          </>
        )}
      </Show>
    </Dialog>
  );
}

function Means(props: { choice: Choice; name: string; preview: Preview }) {
  return (
    <Switch fallback={<p>{props.name} will not be worked to. Editorial is told, with your note.</p>}>
      <Match when={props.choice.verdict === "withdraw"}>
        <p>
          Vendors stop working to {props.name} and go back to the cut approved before it. What they had from this one alone is out of their reach at
          once.
        </p>
      </Match>
      <Match when={props.choice.verdict.startsWith("approve")}>
        <Approval preview={props.preview} />
      </Match>
    </Switch>
  );
}

function Approval(props: { preview: Preview }) {
  const told = () => (props.preview.vendors ?? []).filter(isConcerned);
  const looks = () => plateLines(props.preview.plan).filter((l) => needsLook(l.plate)).length;
  return (
    <>
      <p>{told().length ? "At once, and in order:" : "No vendor is concerned; nobody's access changes."}</p>
      <Show when={told().length}>
        <div class="card table-wrap" role="group" aria-label="What each vendor gets" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">Vendor</th>
                <th scope="col" class="right">
                  Is told of
                </th>
                <th scope="col" class="right">
                  Gains
                </th>
                <th scope="col" class="right">
                  Loses
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={told()}>
                {(v) => (
                  <tr>
                    <th scope="row">{orgName(v.organisation)}</th>
                    <td class="right">{many(toldOf(v), "shot")}</td>
                    <td class="right">{many(v.gains?.length ?? 0, "asset")}</td>
                    <td class="right">{many(v.loses?.length ?? 0, "asset")}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={looks() || props.preview.unassigned?.length}>
        <Notice tone="warn">
          <Show when={looks()}>
            <p>{many(looks(), "plate")} without a source or with short handles: approved as they are.</p>
          </Show>
          <Show when={props.preview.unassigned?.length}>{(n) => <p>{many(n(), "shot")} that nobody works on.</p>}</Show>
        </Notice>
      </Show>
      <p class="quiet small">An approval can be withdrawn. Bytes that a vendor has fetched by then stay with it.</p>
    </>
  );
}
