import { createSignal } from "solid-js";
import { IconButton, shapes } from "./icon";

type Theme = "auto" | "light" | "dark";
const next: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const words: Record<Theme, string> = { auto: "as the system", light: "light", dark: "dark" };

const stored = (): Theme => {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "auto";
};

const [theme, setTheme] = createSignal<Theme>(stored());

/** The theme in force; drawings ask for it so that they are drawn anew. */
export { theme };

/** The system's own choice, as a signal. */
const system = matchMedia("(prefers-color-scheme: dark)");
const [systemDark, setSystemDark] = createSignal(system.matches);
system.addEventListener("change", () => setSystemDark(system.matches));
export const dark = () => (theme() === "auto" ? systemDark() : theme() === "dark");

function choose(t: Theme) {
  if (t === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = t;
  try {
    if (t === "auto") localStorage.removeItem("selsyn-theme");
    else localStorage.setItem("selsyn-theme", t);
  } catch {
    // Storage is closed to us; the choice holds until the page is left.
  }
  setTheme(t);
}

/** ThemeButton goes from the system's theme to light, to dark and back. */
export function ThemeButton() {
  const shape = () => ({ auto: shapes.auto, light: shapes.sun, dark: shapes.moon })[theme()];
  return <IconButton shape={shape()} label={`Theme: ${words[theme()]}. Change to ${words[next[theme()]]}`} onClick={() => choose(next[theme()])} />;
}
