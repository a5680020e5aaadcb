import { Page } from "../parts/page";

/** NotFound is shown for what is not there, and alike for what is not for the reader to see. */
export function NotFound() {
  return (
    <Page title="Nothing here">
      <p>
        There is no such thing here, or it is not for you to see. <a href="/">Go to your productions.</a>
      </p>
    </Page>
  );
}
