import type { Webhook } from "../../api/types";

/** Which events stay in order, in words. */
export const modes: Record<Webhook["mode"], { word: string; means: string }> = {
  key: { word: "in order for each thing", means: "Events about the same turnover, cut or organisation come one after another." },
  all: { word: "all in order", means: "Every event waits until the one before it was answered." },
  none: { word: "in any order", means: "As fast as they can be sent." },
};

/** What becomes of the events behind one that was refused for good, in words. */
export const refusals: Record<Webhook["refusal"], { word: string; means: string }> = {
  park: { word: "waits behind a refusal", means: "Later events about the same thing wait until somebody decides." },
  skip: { word: "goes on after a refusal", means: "Later events are sent all the same." },
};

/** The types of events that there are a webhook for; others can be written in. */
export const types = [
  "turnover.opened",
  "grant.issued",
  "grant.revoked",
  "cut.published",
  "cut.approved",
  "cut.changes-requested",
  "cut.rejected",
  "cut.withdrawn",
  "assignment.changed",
  "asset.registered",
];
