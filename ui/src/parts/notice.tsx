import { For, Show, type ParentProps } from "solid-js";
import { asProblem } from "../api/call";
import type { Finding } from "../api/types";
import { Icon, shapes } from "./icon";

/** Notice tells something beside the course of a page. */
export function Notice(props: ParentProps<{ tone?: "bad" | "warn" | "good" | "info"; title?: string; alert?: boolean }>) {
  const shape = () => (props.tone === "good" ? shapes.check : props.tone === "info" ? shapes.info : shapes.warn);
  return (
    <div class={`notice ${props.tone ?? "info"}`} role={props.alert ? "alert" : undefined}>
      <Icon shape={shape()} />
      <div>
        <Show when={props.title}>
          <p class="notice-title">{props.title}</p>
        </Show>
        {props.children}
      </div>
    </div>
  );
}

/** Refusal shows what the API said no with, and its findings by line. */
export function Refusal(props: { error: unknown; title?: string }) {
  const p = () => asProblem(props.error);
  return (
    <Notice tone="bad" alert title={props.title ?? sentence(p().title)}>
      <Show when={p().detail}>
        <p>{p().detail}</p>
      </Show>
      <Findings list={p().findings} />
    </Notice>
  );
}

const sentence = (s: string) => s.charAt(0).toUpperCase() + s.slice(1);

/** Findings lists what is wrong with a file, by line or element. */
export function Findings(props: { list: Finding[] | null | undefined; limit?: number }) {
  const shown = () => (props.list ?? []).slice(0, props.limit ?? 50);
  return (
    <Show when={shown().length}>
      <ul class="findings">
        <For each={shown()}>
          {(f) => (
            <li>
              <span class={`finding-code ${f.severity}`}>{f.code}</span>
              <Show when={place(f)}>
                <span class="mono quiet">{place(f)}</span>
              </Show>
              <span>{f.text}</span>
              <Show when={f.clause}>
                <span class="quiet small">{f.clause}</span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={(props.list?.length ?? 0) > shown().length}>
        <p class="quiet small">and {(props.list?.length ?? 0) - shown().length} more</p>
      </Show>
    </Show>
  );
}

function place(f: Finding): string {
  const w = f.where;
  if (!w) return "";
  if (w.line) return `line ${w.line}${w.column ? ":" + w.column : ""}`;
  return w.element ?? w.xpath ?? w.file ?? "";
}
