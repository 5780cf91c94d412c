/** The line between picture and tools: drawn aside, or moved by keys, to give either more room (ARIA APG, window splitter). */

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTexts } from "../../lang";
import { LEAST, type PanelWidth, USUAL } from "./panel_width";

/** CSS pixels for one press of an arrow. */
const STEP = 20;

interface SeparatorDoors {
  width: PanelWidth;
  onFold: () => void;
  /** The id of what it makes wider and narrower. */
  controls: string;
}

export function Separator({ width, onFold, controls }: SeparatorDoors) {
  const { live } = useTexts();
  const grip = useRef<{ x: number; width: number } | null>(null);
  const take = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId); // over the picture, too, nothing of this goes to the customer
    grip.current = { x: event.clientX, width: width.now };
  };
  const move = ({ clientX }: PointerEvent): void => {
    if (grip.current) width.set(grip.current.width + grip.current.x - clientX);
  };
  const letGo = (): void => void (grip.current = null);
  const press = (event: KeyboardEvent): void => {
    const next = widthAfter(event.key, width);
    if (next === null && event.key !== "Enter") return;
    event.preventDefault();
    if (next === null) onFold();
    else width.set(next);
  };
  return (
    <div className="separator" role="separator" aria-orientation="vertical" aria-label={live.panelWidth} title={live.panelWidthHint}
      aria-controls={controls} aria-valuenow={width.now} aria-valuemin={LEAST} aria-valuemax={width.most} tabIndex={0}
      data-testid="separator" onPointerDown={take} onPointerMove={move} onPointerUp={letGo} onLostPointerCapture={letGo}
      onDoubleClick={() => width.set(USUAL)} onKeyDown={press} />
  );
}

/** Return the width that a key leads to, or null for a key of no meaning here. The tools lie to the right of the line. */
export function widthAfter(key: string, { now, most }: Pick<PanelWidth, "now" | "most">): number | null {
  switch (key) {
    case "ArrowLeft":
      return now + STEP;
    case "ArrowRight":
      return now - STEP;
    case "Home":
      return LEAST;
    case "End":
      return most;
    default:
      return null;
  }
}
