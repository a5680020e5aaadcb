import { useNavigate } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { path, query, upload } from "../../api/call";
import type { Cut, Finding } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { FileDrop } from "../../parts/file-drop";
import { Refusal } from "../../parts/notice";
import { useProduction } from "./frame";

const rates = ["23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60"];

/** Publish sends a cut file for review. */
export function Publish(props: { open: boolean; onClose: () => void }) {
  const p = useProduction();
  const navigate = useNavigate();
  const [file, setFile] = createSignal<File>();
  const [busy, setBusy] = createSignal(false);
  const [refused, setRefused] = createSignal<unknown>();

  const choose = (f: File) => {
    setFile(f);
    setRefused(undefined);
  };
  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const chosen = file();
    if (!chosen) return;
    const form = new FormData(e.currentTarget as HTMLFormElement);
    setBusy(true);
    setRefused(undefined);
    try {
      const name = String(form.get("name") ?? "").trim();
      const where = path("productions", p.id, "cuts") + query({ name, file: chosen.name, rate: String(form.get("rate") ?? "") });
      const made = await upload<{ cut: Cut; findings: Finding[] }>(where, chosen);
      setFile(undefined);
      props.onClose();
      navigate(`/productions/${p.slug}/cuts/${made.cut.number}`);
    } catch (err) {
      setRefused(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={props.open} title="Publish a cut" onClose={props.onClose}>
      <form class="stack" onSubmit={submit}>
        <FileDrop what="a cut" kinds="EDL (CMX3600), OpenTimelineIO, AAF, FCPXML, Final Cut Pro 7 XML, ALE" file={file()} onFile={choose} />
        <div class="field">
          <label for="cut-name">
            Name <span class="quiet">(else the title in the file)</span>
          </label>
          <input id="cut-name" name="name" class="input" maxlength="200" />
        </div>
        <div class="field">
          <label for="cut-rate">Frame rate</label>
          <select id="cut-rate" name="rate" class="input">
            <option value="">as the file says</option>
            <For each={rates}>{(r) => <option value={r}>{r} fps</option>}</For>
          </select>
        </div>
        <Show when={refused()}>
          <Refusal error={refused()} title="This file was not taken" />
        </Show>
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={!file() || busy()}>
            {busy() ? "Publishing…" : "Publish for review"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
