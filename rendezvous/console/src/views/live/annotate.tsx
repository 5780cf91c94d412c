/** Lies over the picture while the technician shows something: the customer's computer feels nothing of mouse or keys. */

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Call } from "../../call/call";
import type { Point, Size } from "../../input/coordinates";
import { Drawing, markNumbers, SHOWING, type Showing } from "../../input/drawing";
import { Guide } from "../../input/guide";
import type { Locate } from "../../input/surface";
import { useTexts } from "../../lang";
import { MARK_COLOUR, MARK_TEXT } from "../../wire/messages";
import type { Annotate } from "./use_annotate";

const nextNumber = markNumbers();

interface LayerDoors {
  call: Call;
  tool: Showing;
  annotate: Annotate;
  locate: Locate;
  /** The picture as shown, in CSS pixels. */
  size: Size;
}

export function AnnotateLayer({ call, tool, annotate, locate, size }: LayerDoors) {
  const { annotate: words } = useTexts();
  const layer = useRef<HTMLDivElement>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const drawing = useDrawing(call, tool);
  useLaser(layer, tool === "laser", call, locate);
  useEffect(() => {
    if (!writing) layer.current?.focus({ preventScroll: true });
  }, [tool, writing]);
  const look = { colour: annotate.colour, stay: annotate.stay };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || event.target !== layer.current) return;
    event.preventDefault();
    layer.current?.focus({ preventScroll: true });
    if (tool === "laser") return;
    if (tool === "text") return setWriting({ at: locate(event), place: within(event, layer.current) });
    layer.current?.setPointerCapture(event.pointerId);
    drawing.begin(tool, locate(event), look);
  };
  const move = ({ nativeEvent }: PointerEvent): void => {
    const all = nativeEvent.getCoalescedEvents();
    for (const event of all.length > 0 ? all : [nativeEvent]) drawing.go(locate(event));
  };
  return (
    <div ref={layer} className="annotate" data-testid="annotate" data-tool={tool} style={size} tabIndex={-1}
      role="application" aria-label={words.layer} onPointerDown={press} onPointerMove={move}
      onPointerUp={(event) => drawing.end(locate(event))} onPointerCancel={() => drawing.cancel()}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => event.target === layer.current && pressed(event, annotate)}>
      {writing && (
        <Words writing={writing} onDone={(text) => {
          if (text) call.annotate.send({ type: "annotate/write", mark: nextNumber(), ...look, ...writing.at, text });
          setWriting(null);
        }} />
      )}
    </div>
  );
}

interface Writing {
  /** The pixel of the desktop. */
  readonly at: Point;
  /** The place in the layer. */
  readonly place: Point;
}

/** A field for a few words; what was typed goes with Enter or a click elsewhere, Escape drops it. */
function Words({ writing, onDone }: { writing: Writing; onDone: (text: string) => void }) {
  const { annotate: words } = useTexts();
  const over = useRef(false);
  const done = (text: string): void => {
    if (over.current) return;
    over.current = true;
    onDone(text.trim());
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") done(event.currentTarget.value);
    else if (event.key === "Escape") done("");
  };
  return (
    <input autoFocus aria-label={words.textLabel} maxLength={MARK_TEXT} autoComplete="off" spellCheck={false}
      data-testid="annotate-text" style={{ left: writing.place.x, top: writing.place.y }} onKeyDown={key}
      onBlur={(event) => done(event.currentTarget.value)} />
  );
}

/** What one key does while the layer has the focus. */
function pressed(event: KeyboardEvent, annotate: Annotate): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const digit = Number(/^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? 0);
  const tool = SHOWING[digit - 1];
  if (tool) annotate.take(tool);
  else if (event.key === "Escape") annotate.take(null);
  else if (event.code === "KeyC") annotate.paint(after(annotate.colour));
  else if (event.code === "KeyS") annotate.keep(!annotate.stay);
  else if (event.key === "Delete" || event.key === "Backspace") annotate.clear();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function after(colour: Annotate["colour"]): Annotate["colour"] {
  return MARK_COLOUR[(MARK_COLOUR.indexOf(colour) + 1) % MARK_COLOUR.length] ?? colour;
}

/** One hand that draws; another tool, or the customer who wipes it away, ends what it was drawing. */
function useDrawing(call: Call, tool: Showing): Drawing {
  const [drawing] = useState(() => new Drawing((message) => void call.annotate.send(message), nextNumber));
  useEffect(() => () => drawing.cancel(), [drawing, tool]);
  const wiped = call.state().marksWiped;
  useEffect(() => {
    if (wiped) drawing.cancel();
  }, [drawing, wiped]);
  return drawing;
}

function useLaser(layer: RefObject<HTMLDivElement | null>, on: boolean, call: Call, locate: Locate): void {
  useEffect(() => {
    if (!on || !layer.current) return;
    const guide = new Guide(layer.current, call.annotate, locate);
    return () => guide.close();
  }, [layer, on, call, locate]);
}

function within(event: PointerEvent, layer: HTMLDivElement | null): Point {
  const box = layer?.getBoundingClientRect() ?? new DOMRect();
  return { x: Math.min(event.clientX - box.left, box.width * 0.7), y: Math.min(event.clientY - box.top, box.height - 34) };
}
