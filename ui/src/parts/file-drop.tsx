import { createSignal, Show } from "solid-js";
import { bytes } from "./format";
import { Icon, shapes } from "./icon";

/** FileDrop takes one file, by choosing or by dropping it. */
export function FileDrop(props: { what: string; kinds: string; accept?: string; file: File | undefined; onFile: (f: File) => void }) {
  const [over, setOver] = createSignal(false);
  const choose = (f: File | undefined) => f && props.onFile(f);
  return (
    <label
      class="drop"
      classList={{ over: over() }}
      onDragOver={(e) => (e.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => (e.preventDefault(), setOver(false), choose(e.dataTransfer?.files[0]))}
    >
      <input class="sr-only" type="file" name="file" accept={props.accept} onChange={(e) => choose(e.currentTarget.files?.[0])} />
      <Icon shape={shapes.up} />
      <Show
        when={props.file}
        fallback={
          <span>
            <span class="strong">Drop {props.what} here</span> or choose a file
          </span>
        }
      >
        {(f) => (
          <span>
            <span class="strong">{f().name}</span> <span class="quiet">{bytes(f().size)}</span>
          </span>
        )}
      </Show>
      <span class="quiet small">{props.kinds}</span>
    </label>
  );
}
