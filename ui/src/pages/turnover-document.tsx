import { For } from "solid-js";
import { path, query } from "../api/call";
import type { Turnover } from "../api/types";
import { Icon, shapes } from "../parts/icon";

const formats = [
  { format: "xlsx", word: "XLSX", means: "Sheet with shots and plates" },
  { format: "csv", word: "CSV", means: "The same as text" },
  { format: "edl", word: "EDL", means: "The plates to pull, for the lab or an online suite" },
  { format: "ale", word: "ALE", means: "The plates to pull, for Avid" },
  { format: "otio", word: "OTIO", means: "The shots with their plates, for any cutting system" },
  { format: "json", word: "JSON", means: "All of it, for programs" },
];

/** Document offers the turnover as files that people send and programs read. */
export function Document(props: { turnover: Turnover }) {
  const where = (format: string) => path("turnovers", props.turnover.id, "document") + query({ format });
  return (
    <div class="line-up document" role="group" aria-label="Download this turnover">
      <a class="button small" href={where("html")} target="_blank" rel="noopener">
        <Icon shape={shapes.out} /> Print
      </a>
      <For each={formats}>
        {(f) => (
          <a class="button small" href={where(f.format)} download="" title={f.means}>
            <Icon shape={shapes.down} /> {f.word}
          </a>
        )}
      </For>
    </div>
  );
}
