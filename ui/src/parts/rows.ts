/**
 * Arrow keys in a list: Up and Down, Home and End move the focus among the
 * elements that match, wherever they stand below the list.
 */
export function rows(list: HTMLElement, match: string) {
  list.addEventListener("keydown", (e) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const all = [...list.querySelectorAll<HTMLElement>(match)];
    const at = all.findIndex((el) => el.contains(document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined || at < 0 || to < 0 || to >= all.length) return;
    e.preventDefault();
    all[to]!.focus();
  });
}
