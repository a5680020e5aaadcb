import { createSignal, Show } from "solid-js";
import { path, query, upload } from "../../api/call";
import type { Imported } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { FileDrop } from "../../parts/file-drop";
import { many } from "../../parts/format";
import { Findings, Notice, Refusal } from "../../parts/notice";
import { useProduction } from "../production/frame";

/** Import takes an OMC-JSON file into the graph and says what came of it. */
export function Import(props: { open: boolean; onClose: () => void; onDone: () => void }) {
  const p = useProduction();
  const [file, setFile] = createSignal<File>();
  const [busy, setBusy] = createSignal(false);
  const [done, setDone] = createSignal<Imported>();
  const [refused, setRefused] = createSignal<unknown>();
  const close = () => {
    props.onClose();
    setFile(undefined);
    setDone(undefined);
    setRefused(undefined);
  };
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const chosen = file();
    if (!chosen) return;
    setBusy(true);
    setRefused(undefined);
    try {
      const came = await upload<Imported>(path("productions", p.id, "graph") + query({ file: chosen.name }), chosen, "application/json");
      setDone(came);
      props.onDone();
    } catch (err) {
      setRefused(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={props.open} title="Import into the graph" onClose={close}>
      <form class="stack" onSubmit={submit}>
        <Show
          when={done()}
          fallback={
            <FileDrop
              what="an OMC-JSON file"
              kinds="v2.8: a map of lists, one entity, or an array"
              accept=".json,application/json"
              file={file()}
              onFile={(f) => (setFile(f), setRefused(undefined))}
            />
          }
        >
          {(d) => (
            <Notice
              tone={d().refused ? "bad" : "good"}
              title={d().refused ? "Nothing was imported" : d().already ? "This document was imported before; nothing changed" : "Imported"}
            >
              <p>
                {many(d().entities, "entity", "entities")}, {d().created} of them new, {many(d().edges, "relation")}.
              </p>
              <Findings list={d().findings} limit={20} />
            </Notice>
          )}
        </Show>
        <Show when={refused()}>
          <Refusal error={refused()} title="This file was not taken" />
        </Show>
        <div class="dialog-end">
          <button type="button" class="button" onClick={close}>
            {done() ? "Close" : "Cancel"}
          </button>
          <Show when={!done()}>
            <button type="submit" class="button primary" disabled={!file() || busy()}>
              {busy() ? "Importing…" : "Import"}
            </button>
          </Show>
        </div>
      </form>
    </Dialog>
  );
}
