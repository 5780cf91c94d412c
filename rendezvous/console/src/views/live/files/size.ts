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

/** So long: "12 s", "3 min", "2 h"; rounded up, as nobody minds a shorter wait. */
export function leftText(seconds: number, lang: string): string {
  const [unit, value] = seconds < 60 ? ["second", seconds] : seconds < 3600 ? ["minute", seconds / 60] : ["hour", seconds / 3600];
  return new Intl.NumberFormat(lang, { style: "unit", unit: String(unit), unitDisplay: "short" }).format(Math.ceil(Number(value)));
}

/** A moment in seconds since 1970, short: its day, and its minute, which a narrow list leaves out. */
export function momentText(seconds: number, lang: string): { day: string; minute: string } {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return { day: "", minute: "" };
  return {
    day: moment.toLocaleDateString(lang, { dateStyle: "short" }),
    minute: moment.toLocaleTimeString(lang, { timeStyle: "short" }),
  };
}
