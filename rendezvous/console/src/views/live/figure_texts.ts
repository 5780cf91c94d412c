/** Each figure of a call in words and numbers of the technician's language; "–" for a number that is not known now. */

import type { Figures } from "../../call/call";
import { type CallState, maySend } from "../../call/state";
import type { Texts } from "../../lang";

const UNKNOWN = "–";

/** In the order shown. */
export const FIGURES = ["roundTrip", "images", "rate", "loss", "data", "way", "limit"] as const;

export interface FigureTexts extends Readonly<Record<(typeof FIGURES)[number], string>> {
  /** Whether something limits the picture. */
  readonly limited: boolean;
}

/** Write the figures. While no picture may come, or the line is cut, only what stays true is told. */
export function figureTexts(read: Figures | null, state: CallState, texts: Texts): FigureTexts {
  const { figures: words, lang } = texts;
  const told = state.figures;
  const live = state.lineLost === null && maySend(state, "view/shown");
  const line = state.lineLost === null ? read?.link : undefined;
  const picture = live ? read?.picture : undefined;
  const limit = live && told ? told.limit : null;
  return {
    roundTrip: line && line.roundTripMs !== null ? `${decimal(line.roundTripMs, 0, lang)} ms` : UNKNOWN,
    images: picture ? `${decimal(picture.framesPerSecond, 0, lang)}${words.perSecond}` : UNKNOWN,
    rate: picture ? megabits(picture.bytesPerSecond, lang) : UNKNOWN,
    loss: live && told ? percent(told.loss, lang) : UNKNOWN,
    data: told ? megabytes(told.sent_bytes, lang) : UNKNOWN,
    way: line && line.relayed !== null ? (line.relayed ? words.relayed : words.direct) : "",
    limit: limit === null ? "" : words.limits[limit] + capacity(limit === "line" ? told?.line_rate : null, lang),
    limited: limit !== null && limit !== "none",
  };
}

function capacity(bytesPerSecond: number | null | undefined, lang: string): string {
  return bytesPerSecond ? ` (${megabits(bytesPerSecond, lang)})` : "";
}

function megabits(bytesPerSecond: number, lang: string): string {
  return `${decimal((bytesPerSecond * 8) / 1e6, 1, lang)} Mbit/s`;
}

/** `0,4 Mo`, `12 Mo`, `1,2 Go`: few digits, so that it does not change all the time. */
export function megabytes(bytes: number, lang: string): string {
  const giga = bytes >= 1e9;
  const value = bytes / (giga ? 1e9 : 1e6);
  const unit = giga ? "gigabyte" : "megabyte";
  return new Intl.NumberFormat(lang, { style: "unit", unit, ...digits(value < 10 ? 1 : 0) }).format(value);
}

function percent(share: number, lang: string): string {
  return new Intl.NumberFormat(lang, { style: "percent", ...digits(1) }).format(share);
}

function decimal(value: number, places: number, lang: string): string {
  return new Intl.NumberFormat(lang, digits(places)).format(value);
}

function digits(places: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: places, maximumFractionDigits: places };
}
