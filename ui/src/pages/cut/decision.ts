import { createSignal } from "solid-js";
import { asProblem, path, post, type Problem } from "../../api/call";
import { me } from "../../api/session";
import type { Cut, Decision, Verdict } from "../../api/types";
import { may, useProduction } from "../production/frame";

/** Choice is one way to decide about a cut. */
export interface Choice {
  verdict: Verdict;
  word: string;
  class: string;
  from: Cut["state"][];
  needsNote?: boolean;
}

const choices: Choice[] = [
  { verdict: "approve", word: "Approve", class: "primary", from: ["submitted", "changes-requested"] },
  { verdict: "changes-requested", word: "Request changes", class: "", from: ["submitted"], needsNote: true },
  { verdict: "reject", word: "Reject", class: "danger", from: ["submitted", "changes-requested"] },
  { verdict: "withdraw", word: "Withdraw the approval", class: "danger", from: ["approved"] },
];

/** Deciding is a decision in the making, about the content that the reader has seen. */
export interface Deciding {
  cut: () => Cut;
  seen: string; // the digest that is decided about
  offered: () => Choice[];
  own: () => boolean; // the reader published the cut; a rule of its own lets one decide then
  asking: () => Choice | undefined; // what is about to be decided
  choose: (v: Verdict) => void;
  drop: () => void;
  note: () => string;
  setNote: (s: string) => void;
  missing: () => boolean; // a note that is needed
  decide: () => Promise<void>;
  busy: () => boolean;
  refused: () => Problem | undefined;
}

export function decision(cut: () => Cut, onDecided: () => void): Deciding {
  const p = useProduction();
  const seen = cut().digest;
  const [note, setNote] = createSignal("");
  const [missing, setMissing] = createSignal(false);
  const [asking, setAsking] = createSignal<Choice>();
  const [busy, setBusy] = createSignal(false);
  const [refused, setRefused] = createSignal<Problem>();
  const offered = () => (may(p, "cut.approve") ? choices.filter((c) => c.from.includes(cut().state)) : []);
  const choose = (v: Verdict) => {
    setRefused(undefined);
    setMissing(false);
    setAsking(offered().find((c) => c.verdict === v));
  };
  const decide = async () => {
    const choice = asking();
    if (!choice || busy()) return;
    const said = note().trim();
    setMissing(!!choice.needsNote && !said);
    if (missing()) return;
    setBusy(true);
    try {
      await post<Decision>(path("cuts", cut().id, "decisions"), { verdict: verdictOf(choice, said), digest: seen, note: said || undefined });
      setNote("");
      setAsking(undefined);
    } catch (e) {
      setRefused(asProblem(e));
    } finally {
      setBusy(false);
      onDecided();
    }
  };
  return {
    cut,
    seen,
    offered,
    own: () => cut().publishedBy === me()?.subject,
    asking,
    choose,
    drop: () => setAsking(undefined),
    note,
    setNote: (s) => (setNote(s), setMissing(false)),
    missing,
    decide,
    busy,
    refused,
  };
}

const verdictOf = (c: Choice, note: string): Verdict => (c.verdict === "approve" && note ? "approve-with-notes" : c.verdict);
