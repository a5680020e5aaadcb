import { createSignal } from "solid-js";
import { Icon, shapes } from "./icon";

/** Copy shows a short form of a long text and copies the whole. */
export function Copy(props: { text: string; shown: string; what: string }) {
  const [done, setDone] = createSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setDone(true);
      setTimeout(() => setDone(false), 1500);
    } catch {
      // The browser does not let us; the whole text stands in the title.
    }
  };
  return (
    <button type="button" class="copy mono" title={props.text} aria-label={`Copy ${props.what} ${props.shown}`} onClick={copy}>
      {props.shown}
      <Icon shape={done() ? shapes.check : shapes.copy} />
    </button>
  );
}
