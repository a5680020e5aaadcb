import { For, Match, Show, Switch } from "solid-js";
import { orgName } from "../../api/names";
import type { Preview } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { count, digest, many } from "../../parts/format";
import { Icon, shapes } from "../../parts/icon";
import { Notice, Refusal } from "../../parts/notice";
import type { Choice, Deciding } from "./decision";
import { concerned, toldOf } from "./impact";
import { needsLook, plateLines } from "./plate-lines";

/** Decide says once more what a decision leads to, takes a note, and decides about the content that the reader has seen. */
export function Decide(props: { of: Deciding; preview: Preview }) {
  const d = () => props.of;
  return (
    <Dialog open={!!d().asking()} title={`${d().asking()?.word ?? ""}?`} onClose={() => d().drop()}>
      <Show when={d().asking()}>
        {(c) => (
          <form
            class="stack"
            onSubmit={(e) => {
              e.preventDefault();
              void d().decide();
            }}
          >
            <Refused of={d()} />
            <Means choice={c()} name={d().cut().name} preview={props.preview} />
            <Note of={d()} choice={c()} />
            <p class="quiet small">About the content {digest(d().seen)}.</p>
            <div class="dialog-end">
              <button type="button" class="button" onClick={() => d().drop()}>
                Not yet
              </button>
              <button type="submit" class={`button ${c().class || "primary"}`} autofocus={!c().needsNote} disabled={d().busy()}>
                <Show when={c().verdict === "approve"}>
                  <Icon shape={shapes.check} />
                </Show>
                {c().verdict === "approve" ? `Approve ${d().cut().name}` : c().word}
              </button>
            </div>
          </form>
        )}
      </Show>
    </Dialog>
  );
}

function Note(props: { of: Deciding; choice: Choice }) {
  const d = () => props.of;
  return (
    <div class="field">
      <label for="decision-note">
        Note <span class="quiet">{props.choice.needsNote ? "(what editorial should do)" : "(if there is something to say)"}</span>
      </label>
      <textarea
        id="decision-note"
        class="input"
        rows="2"
        autofocus={props.choice.needsNote}
        value={d().note()}
        aria-invalid={d().missing()}
        aria-describedby="decision-note-missing"
        onInput={(e) => d().setNote(e.currentTarget.value)}
      />
      <p id="decision-note-missing" class="small bad-text" role="status">
        {d().missing() ? "Say what editorial should do." : ""}
      </p>
    </div>
  );
}

function Refused(props: { of: Deciding }) {
  return (
    <Show when={props.of.refused()}>
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
  );
}

function Means(props: { choice: Choice; name: string; preview: Preview }) {
  return (
    <Switch>
      <Match when={props.choice.verdict === "approve"}>
        <Approval preview={props.preview} />
      </Match>
      <Match when={props.choice.verdict === "changes-requested"}>
        <p>Editorial is told, with your note. The cut can still be approved.</p>
      </Match>
      <Match when={props.choice.verdict === "reject"}>
        <p>{props.name} will not be worked to. Editorial is told.</p>
      </Match>
      <Match when={props.choice.verdict === "withdraw"}>
        <p>
          Vendors stop working to {props.name} and go back to the cut approved before it. What they had from this one alone is out of their reach at
          once.
        </p>
      </Match>
    </Switch>
  );
}

function Approval(props: { preview: Preview }) {
  const told = () => concerned(props.preview);
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
                  Shots told
                </th>
                <th scope="col" class="right">
                  Gains assets
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
                    <td class="right">{count(toldOf(v))}</td>
                    <td class="right">{count(v.gains?.length ?? 0)}</td>
                    <td class="right">{count(v.loses?.length ?? 0)}</td>
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
