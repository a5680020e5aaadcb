const patience = 60_000; // ms out of sight

/** Seen is how long a page is looked at: its signal aborts when it no longer is. */
export interface Seen {
  signal: AbortSignal;
  end: () => void;
}

/**
 * Watches until the page is left, or was out of sight for a while. Browsers
 * keep pages that were left, and their connections, of which they allow few to
 * a server: what is not looked at must not hold one.
 */
export function whileSeen(): Seen {
  const gone = new AbortController();
  const leave = () => gone.abort();
  let timer = 0;
  const turn = () => {
    clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(leave, patience);
  };
  turn();
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", turn);
  const end = () => {
    clearTimeout(timer);
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", turn);
  };
  return { signal: gone.signal, end };
}

/** Waits until the page is in sight, or the signal aborts. */
export function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", look);
      done();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
    look();
  });
}
