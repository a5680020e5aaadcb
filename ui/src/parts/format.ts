const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const second = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const number = new Intl.NumberFormat();

export const date = (t: string | undefined): string => (t ? day.format(new Date(t)) : "");
export const dateTime = (t: string | undefined): string => (t ? moment.format(new Date(t)) : "");
export const clock = (t: string | undefined): string => (t ? second.format(new Date(t)) : "");
export const count = (n: number | undefined): string => number.format(n ?? 0);

/** "1 shot", "3 shots". */
export const many = (n: number, one: string, more = one + "s"): string => `${count(n)} ${n === 1 ? one : more}`;

/** "+8", "−3" and "0". */
export const signed = (n: number): string => (n > 0 ? "+" : n < 0 ? "−" : "") + Math.abs(n);

export function bytes(n: number | undefined): string {
  if (!n) return "";
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let i = 0;
  while (n >= 1000 && i < units.length - 1) (n /= 1000), i++;
  return `${n < 10 && i ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}

/** A digest short enough to read: "sha256:1f3a…9c". */
export const digest = (d: string): string => {
  const [scheme, hex = ""] = d.split(":");
  return hex.length > 12 ? `${scheme}:${hex.slice(0, 8)}…${hex.slice(-4)}` : d;
};

/** A speed such as "1/2" as "50 %". */
export const speed = (s: string): string => {
  const [n, d = "1"] = s.split("/");
  const percent = (Number(n) / Number(d)) * 100;
  return Number.isFinite(percent) ? `${Math.round(percent * 100) / 100} %` : s;
};

const rates: Record<string, string> = {
  "24000/1001": "23.976",
  "30000/1001": "29.97",
  "48000/1001": "47.952",
  "60000/1001": "59.94",
};
export const rate = (r: string | undefined): string => (r ? `${rates[r] ?? r.replace(/\/1$/, "")} fps` : "rate unknown");

const formats: Record<string, string> = {
  cmx3600: "EDL",
  otio: "OTIO",
  ale: "ALE",
  aaf: "AAF",
  fcpxml: "FCPXML",
  fcp7: "FCP 7 XML",
};
export const format = (f: string): string => formats[f] ?? f.toUpperCase();
