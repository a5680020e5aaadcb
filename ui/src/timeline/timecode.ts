/** The whole number at which timecode of a rate counts: 24 for 24000/1001. */
export function base(rate: string): number {
  const [n, d = "1"] = rate.split("/");
  const value = Number(n) / Number(d);
  return Number.isFinite(value) && value > 0 ? Math.round(value) : 24;
}

/** How many numbers drop-frame timecode leaves out each minute but the tenth. */
const dropped = (fps: number) => Math.round(fps / 15);

/** Frames since midnight that a timecode stands for (SMPTE ST 12-1). */
export function frames(text: string, fps: number, drop: boolean): number {
  const m = /^(-?)(\d+)[:;.](\d+)[:;.](\d+)[:;.](\d+)/.exec(text);
  if (!m) return 0;
  const [h, min, s, f] = [Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5])];
  const minutes = h * 60 + min;
  let n = (minutes * 60 + s) * fps + f;
  if (drop) n -= dropped(fps) * (minutes - Math.floor(minutes / 10));
  return m[1] ? -n : n;
}

/** Timecode of a count of frames since midnight. */
export function label(n: number, fps: number, drop: boolean): string {
  n = Math.max(0, Math.round(n));
  if (drop) {
    const d = dropped(fps);
    const ten = fps * 600 - 9 * d;
    const rest = n % ten;
    n += 9 * d * Math.floor(n / ten) + (rest > d ? d * Math.floor((rest - d) / (fps * 60 - d)) : 0);
  }
  const two = (v: number) => String(v).padStart(2, "0");
  const s = Math.floor(n / fps);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}${drop ? ";" : ":"}${two(n % fps)}`;
}

/** A length in seconds and frames: "4:12". */
export const length = (n: number, fps: number): string =>
  n < fps ? `${n} fr` : `${Math.floor(n / fps)}:${String(n % fps).padStart(2, "0")}`;
