import { Show } from "solid-js";

/** Follow is how a shot that is named somewhere on a page is found on its timeline. */
export interface Follow {
  chosen: string | undefined;
  choose: (shot: string) => void;
}

/** ShotLink names a shot, or a plate of it, and selects it on the timeline where there is one. */
export function ShotLink(props: { shot: string; text?: string; follow?: Follow }) {
  const text = () => props.text ?? props.shot;
  return (
    <Show when={props.follow} fallback={<span class="mono strong">{text()}</span>}>
      {(f) => (
        <button type="button" class="link mono strong" title={`Show ${props.shot} on the timeline`} onClick={() => f().choose(props.shot)}>
          {text()}
        </button>
      )}
    </Show>
  );
}
