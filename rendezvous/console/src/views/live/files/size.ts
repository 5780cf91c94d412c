/** Sizes and times of files, as the technician's language writes them. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** So many bytes in the largest unit that leaves one or more: "12 Ko", "3,4 Go". */
export function sizeText(bytes: number, lang: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = value < 10 && power > 0 ? 1 : 0;
  const unit = UNITS[power] ?? "byte";
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
}

/** A moment in seconds since 1970, short: day and minute. */
export function momentText(seconds: number, lang: string): string {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return "";
  return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: "short" });
}
