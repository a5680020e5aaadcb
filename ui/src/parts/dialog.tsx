import { createEffect, type ParentProps } from "solid-js";
import { IconButton, shapes } from "./icon";

/** Dialog is the browser's own modal dialog: it keeps the focus, and Escape closes it. */
export function Dialog(props: ParentProps<{ open: boolean; title: string; onClose: () => void }>) {
  let box!: HTMLDialogElement;
  createEffect(() => {
    if (props.open && !box.open) box.showModal();
    if (!props.open && box.open) box.close();
  });
  const outside = (e: MouseEvent) => {
    if (e.target === box) props.onClose();
  };
  return (
    <dialog ref={box} aria-label={props.title} onClose={() => props.onClose()} onClick={outside}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2>{props.title}</h2>
          <IconButton shape={shapes.close} label="Close" onClick={() => props.onClose()} />
        </div>
        {props.children}
      </div>
    </dialog>
  );
}
