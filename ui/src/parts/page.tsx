import { A } from "@solidjs/router";
import { createEffect, For, onMount, Show, type JSX, type ParentProps } from "solid-js";

interface PageProps {
  title: string;
  crumbs?: { href: string; text: string }[];
  aside?: JSX.Element; // beside the title
  under?: JSX.Element; // below it
}

/** Page is the frame of one screen. Coming to it puts the reader at its heading. */
export function Page(props: ParentProps<PageProps>) {
  let heading!: HTMLHeadingElement;
  createEffect(() => (document.title = props.title ? `${props.title} · Selsyn` : "Selsyn"));
  onMount(() => heading.focus({ preventScroll: true }));
  return (
    <div class="page">
      <header class="page-head">
        <Show when={props.crumbs?.length}>
          <nav class="crumbs" aria-label="Where you are">
            <ol>
              <For each={props.crumbs}>
                {(c) => (
                  <li>
                    <A href={c.href} end>
                      {c.text}
                    </A>
                  </li>
                )}
              </For>
            </ol>
          </nav>
        </Show>
        <div class="page-title">
          <h1 tabindex="-1" ref={heading}>
            {props.title}
          </h1>
          {props.aside}
        </div>
        {props.under}
      </header>
      {props.children}
    </div>
  );
}

/** Section is a part of a page with a heading of its own. */
export function Section(props: ParentProps<{ title: string; note?: JSX.Element; aside?: JSX.Element; class?: string; id?: string }>) {
  const id = () => props.id ?? "s-" + props.title.toLowerCase().replace(/[^a-z]+/g, "-");
  return (
    <section class={`section ${props.class ?? ""}`} id={id()} aria-labelledby={id() + "-title"} tabindex="-1">
      <div class="section-head">
        <h2 id={id() + "-title"}>{props.title}</h2>
        <Show when={props.note}>
          <p class="quiet">{props.note}</p>
        </Show>
        <Show when={props.aside}>
          <div class="section-aside">{props.aside}</div>
        </Show>
      </div>
      {props.children}
    </section>
  );
}

/** Empty says that there is nothing, and why. */
export function Empty(props: ParentProps) {
  return <p class="empty">{props.children}</p>;
}

/** Loading holds the place of what is being fetched. */
export function Loading(props: { what?: string; tall?: boolean }) {
  return (
    <p class="loading" classList={{ tall: !!props.tall }} role="status">
      Fetching {props.what ?? "the page"}…
    </p>
  );
}
