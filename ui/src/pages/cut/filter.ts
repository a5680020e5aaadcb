import { createMemo, createSignal } from "solid-js";
import type { Change, Kind } from "../../api/types";
import { nameOf } from "../../timeline/drawing";

/** Filter chooses changes by kind and by words. */
export interface Filter {
  kinds: () => Kind[];
  toggle: (k: Kind) => void;
  words: () => string;
  setWords: (s: string) => void;
  clear: () => void;
  active: () => boolean;
  has: (index: number) => boolean;
}

export function filter(changes: () => Change[]): Filter {
  const [kinds, setKinds] = createSignal<Kind[]>([]);
  const [words, setWords] = createSignal("");
  const chosen = createMemo(() => {
    const text = words().trim().toLowerCase();
    const set = new Set<number>();
    changes().forEach((c, i) => {
      if (kinds().length && !c.kinds.some((k) => kinds().includes(k))) return;
      const said = [c.a, c.b].flatMap((s) => (s ? [nameOf(s), s.reel, s.clip, s.number] : [])).join(" ").toLowerCase();
      if (!text || said.includes(text)) set.add(i);
    });
    return set;
  });
  return {
    kinds,
    toggle: (k) => setKinds((have) => (have.includes(k) ? have.filter((h) => h !== k) : [...have, k])),
    words,
    setWords,
    clear: () => (setKinds([]), setWords("")),
    active: () => kinds().length > 0 || words().trim() !== "",
    has: (i) => chosen().has(i),
  };
}
