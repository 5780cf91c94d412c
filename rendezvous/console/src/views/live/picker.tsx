/** Lies over the picture while the technician picks what to hide: the customer's computer feels nothing of it. */

import { type PointerEvent, useEffect, useState } from "react";
import type { Point } from "../../input/coordinates";
import { picked, type Picking } from "../../input/picking";
import type { Locate } from "../../input/surface";
import { useTexts } from "../../lang";
import type { ConsoleMessage } from "../../wire/messages";

interface PickerDoors {
  picking: Picking;
  locate: Locate;
  onPicked: (message: ConsoleMessage) => void;
  onCancel: () => void;
}

export function Picker({ picking, locate, onPicked, onCancel }: PickerDoors) {
  const { hiding } = useTexts();
  const [from, setFrom] = useState<Point | null>(null);
  const [to, setTo] = useState<Point | null>(null);
  useEscape(onCancel);
  const release = (event: PointerEvent): void => {
    if (!from) return;
    const message = picked(picking, locate({ clientX: from.x, clientY: from.y }), locate(event));
    setFrom(null);
    if (message) onPicked(message);
  };
  const press = (event: PointerEvent): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setFrom(place(event));
    setTo(place(event));
  };
  return (
    <div className="picker" data-testid="picker" onPointerDown={press} onPointerUp={release}
      onPointerMove={(event) => from && setTo(place(event))} onPointerCancel={() => setFrom(null)}>
      <p role="status">{hiding.pick[picking]}</p>
      {picking === "area" && from && to && <div className="picked" style={box(from, to)} />}
    </div>
  );
}

function useEscape(onCancel: () => void): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    };
    window.addEventListener("keydown", down, { capture: true });
    return () => window.removeEventListener("keydown", down, { capture: true });
  }, [onCancel]);
}

/** A place in the viewport. */
function place(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function box(from: Point, to: Point): { left: number; top: number; width: number; height: number } {
  return {
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
}
