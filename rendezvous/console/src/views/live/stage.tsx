/** The picture at its place, the customer's mouse and keyboard on it, and in its stead a sentence when there is none. */

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, inputOpen } from "../../call/state";
import { actualSize, fitted, isSharp, pictureSize, type Part, type Size, toDesktop } from "../../input/coordinates";
import { printed } from "../../input/shortcuts";
import { Guide } from "../../input/guide";
import type { Picking } from "../../input/picking";
import { type Gate, InputSurface, type Locate } from "../../input/surface";
import { useTexts } from "../../lang";
import { AnnotateLayer } from "./annotate";
import { insteadOfPicture } from "./instead";
import { Picker } from "./picker";
import { Pointer } from "./pointer";
import { ReceiptButton } from "./receipt_button";
import type { Annotate } from "./use_annotate";
import { type Room, useRoom, useTellRoom } from "./use_room";

interface StageDoors {
  call: Call;
  state: CallState;
  fit: boolean;
  keys: RefObject<HTMLTextAreaElement | null>;
  onLeave: () => void;
  picking: Picking | null;
  onPicked: () => void;
  annotate: Annotate;
}

export function Stage({ call, state, fit, keys, onLeave, picking, onPicked, annotate }: StageDoors) {
  const texts = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const room = useRoom(stage);
  useTellRoom(call, state.stage === "open", fit, room);
  const instead = insteadOfPicture(state, texts);
  const shown = instead === null;
  const locate: Locate = useCallback(
    ({ clientX, clientY }) => toDesktop(clientX, clientY, boxOf(canvas.current), call.state().geometry ?? NOWHERE),
    [call],
  );
  const drawing = useDrawingNow(annotate.tool !== null, keys);
  useEffect(() => {
    if (!canvas.current || !keys.current) return;
    const hide = call.show(canvas.current);
    const idle = (gate: Gate): Gate => ({ ...gate, open: () => !drawing.current && gate.open() });
    const surface = new InputSurface(canvas.current, keys.current, idle(call.gate), locate);
    const guide = new Guide(canvas.current, idle(call.guide), locate);
    keys.current.focus({ preventScroll: true });
    return () => {
      guide.close();
      surface.close();
      hide();
    };
  }, [call, keys, locate, drawing]);
  const leave = printed("leave", texts.shift);
  const size = state.geometry && shown ? sizeOf(state.geometry, fit, room) : undefined;
  const sharp = state.geometry && size && isSharp(pictureSize(state.geometry), size, room.pixelRatio);
  return (
    <main className="stage" ref={stage} data-fit={fit} data-hand={state.session?.customer_has_hand}
      data-open={inputOpen(state)} data-lost={state.lineLost !== null}>
      <h1 className="hidden">{texts.live.title}</h1>
      <textarea ref={keys} className="keys" aria-label={texts.live.keysLabel(leave)} autoComplete="off"
        autoCorrect="off" autoCapitalize="off" spellCheck={false} data-testid="keys" />
      <canvas ref={canvas} data-testid="screen" role="img" aria-label={texts.live.screen} tabIndex={-1}
        className="screen" data-shown={shown} data-sharp={sharp ?? false} style={size} />
      {state.geometry && size && (
        <Pointer pointer={call.pointer} canvas={canvas} geometry={state.geometry} size={size} fine={room.pixelRatio}
          steering={inputOpen(state)} />
      )}
      {shown && annotate.tool && size && (
        <AnnotateLayer call={call} tool={annotate.tool} annotate={annotate} locate={locate} size={size} />
      )}
      {shown && picking && !state.lineLost && (
        <Picker picking={picking} locate={locate} onCancel={onPicked}
          onPicked={(message) => [call.send(message), onPicked()]} />
      )}
      {instead && (instead.over || !state.lineLost) && (
        <div className="instead" data-testid="instead">
          {instead.lines.map((line) => <p key={line}>{line}</p>)}
          {instead.over && <Button className="main" autoFocus onPress={onLeave}>{texts.live.back}</Button>}
          {instead.over && state.receipted && <ReceiptButton call={call} />}
        </div>
      )}
      <p className="leave-hint">{texts.live.leaveHint(leave)}</p>
    </main>
  );
}

/** Whether the mouse draws now: then nothing goes to the customer, and afterwards the keys are theirs again. */
function useDrawingNow(now: boolean, keys: RefObject<HTMLTextAreaElement | null>): RefObject<boolean> {
  const drawing = useRef(now);
  useLayoutEffect(() => {
    if (drawing.current && !now) keys.current?.focus({ preventScroll: true });
    drawing.current = now;
  }, [now, keys]);
  return drawing;
}

/** Where a place is while no picture was told of: nothing is sent then. */
const NOWHERE: Part = { x: 0, y: 0, width: 0, height: 0, divisor: 1 };

function boxOf(canvas: HTMLCanvasElement | null): DOMRect {
  return canvas?.getBoundingClientRect() ?? new DOMRect();
}

function sizeOf(part: Part, fit: boolean, room: Room): Size {
  return fit ? fitted(pictureSize(part), room, room.pixelRatio) : actualSize(part, room.pixelRatio);
}
