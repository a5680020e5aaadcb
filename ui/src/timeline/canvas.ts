import { createSignal, onCleanup, onMount, type Accessor } from "solid-js";

/** The width of an element, as a signal. */
export function widthOf(el: () => HTMLElement): Accessor<number> {
  const [width, setWidth] = createSignal(0);
  onMount(() => {
    const watch = new ResizeObserver(() => setWidth(el().clientWidth));
    watch.observe(el());
    setWidth(el().clientWidth);
    onCleanup(() => watch.disconnect());
  });
  return width;
}

/** Makes a canvas as large as wanted, sharp on this screen, and gives its context. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.setProperty("height", `${height}px`);
  }
  const ctx = canvas.getContext("2d");
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}
