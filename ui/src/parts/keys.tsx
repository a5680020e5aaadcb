import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { Dialog } from "./dialog";

/** Shortcut is a key, or two one after another, that does something on the page that is shown. */
interface Shortcut {
  group: string;
  keys: string; // "j", "g c"
  does: string;
  act: () => void;
}

const [known, setKnown] = createSignal<Shortcut[]>([]);
const [open, setOpen] = createSignal(false);
const store = "selsyn-keys";
const kept = (): boolean => {
  try {
    return localStorage.getItem(store) !== "off";
  } catch {
    return true; // storage is closed to us
  }
};
const [on, setOn] = createSignal(kept());

/** Opens the help sheet. */
export const showKeys = () => setOpen(true);

/** Makes a shortcut work for as long as the component lives. */
export function shortcut(group: string, keys: string, does: string, act: () => void) {
  const made: Shortcut = { group, keys, does, act };
  onMount(() => setKnown((all) => [...all, made]));
  onCleanup(() => setKnown((all) => all.filter((s) => s !== made)));
}

const typing = (e: KeyboardEvent): boolean => {
  const at = e.target instanceof HTMLElement ? e.target : undefined;
  return !!at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) && (at as HTMLInputElement).type !== "checkbox";
};

/**
 * Keys listens for the shortcuts and holds their help sheet. Single letters can
 * be switched off there (WCAG 2.2, 2.1.4).
 */
export function Keys() {
  let first = "";
  let timer = 0;
  const forget = () => (first = "");
  const press = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || typing(e) || document.querySelector("dialog[open]")) return;
    if (e.key.length > 1 || (!on() && e.key !== "?")) return;
    const pressed = first ? `${first} ${e.key}` : e.key;
    const found = known().findLast((s) => s.keys === pressed);
    clearTimeout(timer);
    forget();
    if (found) {
      e.preventDefault();
      found.act();
      return;
    }
    if (!known().some((s) => s.keys.startsWith(e.key + " "))) return;
    first = e.key;
    timer = window.setTimeout(forget, 1500);
  };
  onMount(() => document.addEventListener("keydown", press));
  onCleanup(() => document.removeEventListener("keydown", press));
  shortcut("Everywhere", "?", "Show this sheet", showKeys);
  return (
    <Dialog open={open()} title="Keyboard" onClose={() => setOpen(false)}>
      <Sheet />
    </Dialog>
  );
}

const fixed: Shortcut[] = [
  { group: "Timeline, when it has the focus", keys: "← →", does: "From change to change", act: () => {} },
  { group: "Timeline, when it has the focus", keys: "⇧← ⇧→", does: "Move the view", act: () => {} },
  { group: "Timeline, when it has the focus", keys: "+ − 0", does: "Zoom in, out, show the whole cut", act: () => {} },
  { group: "Timeline, when it has the focus", keys: "Esc", does: "Select nothing", act: () => {} },
  { group: "Lists, when they have the focus", keys: "↑ ↓", does: "From row to row", act: () => {} },
];

function Sheet() {
  const all = () => [...known(), ...fixed];
  const groups = () => [...new Set(all().map((s) => s.group))];
  const toggle = (to: boolean) => {
    setOn(to);
    try {
      if (to) localStorage.removeItem(store);
      else localStorage.setItem(store, "off");
    } catch {
      // Storage is closed to us; the choice holds until the page is left.
    }
  };
  return (
    <div class="stack keys">
      <For each={groups()}>
        {(g) => (
          <section>
            <h3>{g}</h3>
            <dl>
              <For each={all().filter((s) => s.group === g)}>
                {(s) => (
                  <div>
                    <dt>
                      <For each={s.keys.split(" ")}>{(k) => <kbd>{k}</kbd>}</For>
                    </dt>
                    <dd>{s.does}</dd>
                  </div>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
      <label class="line-up small">
        <input type="checkbox" checked={on()} onChange={(e) => toggle(e.currentTarget.checked)} />
        Single letters do something
      </label>
      <Show when={!on()}>
        <p class="quiet small">Only ? works; it opens this sheet.</p>
      </Show>
    </div>
  );
}
