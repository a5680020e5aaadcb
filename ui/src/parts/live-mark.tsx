import type { StreamState } from "../api/stream";

const words: Record<StreamState, string> = {
  connecting: "Connecting",
  live: "Live",
  waiting: "Reconnecting",
  refused: "Not live",
};

/** LiveMark says whether a page keeps itself current. */
export function LiveMark(props: { state: StreamState }) {
  return (
    <span class="live" classList={{ on: props.state === "live" }} role="status">
      {words[props.state]}
    </span>
  );
}
