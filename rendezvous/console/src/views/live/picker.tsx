/** Lies over the picture while the technician picks what to hide: the customer's computer feels nothing of it. */

import { type PointerEvent, type RefObject, useEffect, useState } from "react";
import { type Point, toStream } from "../../input/coordinates";
import { picked, type Picking } from "../../input/picking";
import { useTexts } from "../../lang";
import type { ConsoleMessage } from "../../wire/messages";

interface PickerDoors {
  picking: Picking;
  canvas: RefObject<HTMLCanvasElement | null>;
  onPicked: (message: ConsoleMessage) => void;
  onCancel: () => void;
}

export function Picker({ picking, canvas, onPicked, onCancel }: PickerDoors) {
  const { hiding } = useTexts();
  const [from, setFrom] = useState<Point | null>(null);
  const [to, setTo] = useState<Point | null>(null);
  useEscape(onCancel);
  const release = (event: PointerEvent): void => {
    if (!from || !canvas.current) return;
    const message = picked(picking, streamPoint(from, canvas.current), streamPoint(place(event), canvas.current));
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

function streamPoint(at: Point, canvas: HTMLCanvasElement): Point {
  return toStream(at.x, at.y, canvas.getBoundingClientRect(), canvas);
}

function box(from: Point, to: Point): { left: number; top: number; width: number; height: number } {
  return {
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
}
