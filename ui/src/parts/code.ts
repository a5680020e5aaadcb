import { onCleanup, onMount } from "solid-js";

/**
 * Takes the one-time code behind the # out of the address, where it would stay
 * in the history, and hands it on; also when a link is followed on the page itself.
 */
export function codeInAddress(page: string, take: (code: string) => void) {
  const look = () => {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!code || location.pathname !== page) return;
    history.replaceState(null, "", page);
    take(code);
  };
  onMount(look);
  window.addEventListener("hashchange", look);
  onCleanup(() => window.removeEventListener("hashchange", look));
}
