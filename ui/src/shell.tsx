import { A, useNavigate } from "@solidjs/router";
import { Show, type ParentProps } from "solid-js";
import { me, signOut } from "./api/session";
import { IconButton, shapes } from "./parts/icon";
import { Keys, showKeys, shortcut } from "./parts/keys";
import { ThemeButton } from "./parts/theme";

/** Shell is what stands around every page. */
export function Shell(props: ParentProps) {
  const navigate = useNavigate();
  const leave = async () => {
    await signOut();
    navigate("/sign-in");
  };
  shortcut("Everywhere", "g p", "Go to the productions", () => navigate("/"));
  return (
    <>
      <a class="skip" href="#main" onClick={toMain}>
        Skip to the page
      </a>
      <header class="bar">
        <A href="/" class="brand" end>
          <Mark />
          Selsyn
        </A>
        <div class="bar-who">
          <Show when={me()}>
            {(who) => (
              <>
                <A href="/you" class="name" title="Your access tokens">
                  <span class="strong small">{who().name}</span>
                  <span class="quiet small">{who().organisationName}</span>
                </A>
                <Show when={who().roles.includes("admin")}>
                  <A href="/people" class="button small">
                    People
                  </A>
                </Show>
                <button type="button" class="button small" onClick={leave}>
                  Sign out
                </button>
              </>
            )}
          </Show>
          <IconButton shape={shapes.help} label="Keyboard shortcuts" onClick={showKeys} />
          <ThemeButton />
        </div>
      </header>
      <main id="main" tabindex="-1">
        {props.children}
      </main>
      <Keys />
    </>
  );
}

function toMain(e: Event) {
  e.preventDefault();
  document.getElementById("main")?.focus();
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" class="mark">
      <rect width="32" height="32" rx="8" />
      <path d="M21.5 10.2A7.2 7.2 0 0 0 9.3 18M10.5 21.8A7.2 7.2 0 0 0 22.7 14" />
      <circle cx="16" cy="16" r="2.3" />
    </svg>
  );
}
