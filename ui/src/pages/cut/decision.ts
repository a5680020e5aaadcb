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
  asks?: boolean; // for a confirmation
  note?: boolean; // a note must be given
}

const choices: Choice[] = [
  { verdict: "approve", word: "Approve", class: "primary", from: ["submitted", "changes-requested"], asks: true },
  { verdict: "approve-with-notes", word: "Approve with the note", class: "", from: ["submitted", "changes-requested"], asks: true, note: true },
  { verdict: "changes-requested", word: "Request changes", class: "", from: ["submitted"], note: true },
  { verdict: "reject", word: "Reject", class: "danger", from: ["submitted", "changes-requested"], asks: true },
  { verdict: "withdraw", word: "Withdraw the approval", class: "danger", from: ["approved"], asks: true },
];

/** Deciding is a decision in the making, about the content that the reader has seen. */
export interface Deciding {
  cut: () => Cut;
  seen: string; // the digest that is decided about
  offered: () => Choice[];
  offers: (v: Verdict) => boolean;
  own: () => boolean; // the reader published the cut; a rule of its own lets one decide then
  note: () => string;
  setNote: (s: string) => void;
  missing: () => boolean; // a note that was asked for
  choose: (v: Verdict) => void;
  asking: () => Choice | undefined;
  drop: () => void;
  decide: (c: Choice) => Promise<void>;
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
  const decide = async (c: Choice) => {
    setBusy(true);
    try {
      await post<Decision>(path("cuts", cut().id, "decisions"), { verdict: c.verdict, digest: seen, note: note().trim() || undefined });
      setNote("");
    } catch (e) {
      setRefused(asProblem(e));
    } finally {
      setBusy(false);
      setAsking(undefined);
      onDecided();
    }
  };
  const choose = (v: Verdict) => {
    const c = offered().find((o) => o.verdict === v);
    if (!c) return;
    setRefused(undefined);
    setMissing(!!c.note && !note().trim());
    if (missing()) document.getElementById("decision-note")?.focus();
    else if (c.asks) setAsking(c);
    else void decide(c);
  };
  return {
    cut,
    seen,
    offered,
    offers: (v) => offered().some((c) => c.verdict === v),
    own: () => cut().publishedBy === me()?.subject,
    note,
    setNote: (s) => (setNote(s), setMissing(false)),
    missing,
    choose,
    asking,
    drop: () => setAsking(undefined),
    decide,
    busy,
    refused,
  };
}
