import { splitProps, type JSX } from "solid-js";
import type { Kind } from "../api/types";
import { kinds } from "./kinds";

/** Icon draws a line shape in a box of 16 by 16. It is decoration: the text beside it says the same. */
export function Icon(props: { shape: string; class?: string }) {
  return (
    <svg class={`icon ${props.class ?? ""}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={props.shape} />
    </svg>
  );
}

export const shapes = {
  chevron: "M6 3l5 5-5 5",
  sun: "M8 5a3 3 0 1 0 .01 0M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z",
  auto: "M8 2.5a5.5 5.5 0 1 0 .01 0M8 2.5v11M8 5h3M8 8h5M8 11h3",
  up: "M8 13V4M4 7.5L8 3.5l4 4M3 14h10",
  down: "M8 3v9.5M4 9l4 3.5L12 9M3 14h10",
  search: "M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3L14 14",
  help: "M8 2a6 6 0 1 0 .01 0M6.3 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.3M8 11.4v.2",
  link: "M6.5 9.5l3-3M7 4.5l1-1a2.8 2.8 0 0 1 4 4l-1 1M9 11.5l-1 1a2.8 2.8 0 0 1-4-4l1-1",
  again: "M12.5 8a4.5 4.5 0 1 1-1.4-3.2M12.5 2.5v3h-3",
  check: "M3 8.5l3.5 3.5L13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2L1.5 13.5h13zM8 6.5v3M8 11.5v.2",
  info: "M8 2a6 6 0 1 0 .01 0M8 7.2v4M8 4.6v.2",
  key: "M5.5 7.5a3 3 0 1 0 .01 0M7.8 9l5.7-5.7M11 6l2 2",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  dot: "M8 5.5a2.5 2.5 0 1 0 .01 0",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 5V2.5h3M11 2.5h3V5M14 11v2.5h-3M5 13.5H2V11",
  out: "M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  reel: "M8 2a6 6 0 1 0 .01 0M8 4.5v.1M11.4 7v.1M10 11v.1M6 11v.1M4.6 7v.1",
} as const;

/** KindIcon is the shape of a kind of change. */
export function KindIcon(props: { kind: Kind }) {
  return <Icon shape={kinds[props.kind]?.shape ?? shapes.dot} class={`kind kind-${props.kind}`} />;
}

/** KindTag is a kind of change in shape, colour and words. */
export function KindTag(props: { kind: Kind }) {
  return (
    <span class={`tag kind-${props.kind}`} title={kinds[props.kind]?.means}>
      <Icon shape={kinds[props.kind]?.shape ?? shapes.dot} />
      {kinds[props.kind]?.word ?? props.kind}
    </span>
  );
}

type ButtonProps = JSX.ButtonHTMLAttributes<HTMLButtonElement> & { shape: string; label: string };

/** IconButton is a button that is only a shape; its label is read out and shown on hovering. */
export function IconButton(props: ButtonProps) {
  const [own, rest] = splitProps(props, ["shape", "label", "class"]);
  return (
    <button type="button" class={`icon-button ${own.class ?? ""}`} aria-label={own.label} title={own.label} {...rest}>
      <Icon shape={own.shape} />
    </button>
  );
}
