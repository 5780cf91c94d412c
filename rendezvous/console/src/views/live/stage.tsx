/** The picture at its place, the customer's mouse and keyboard on it, and in its stead a sentence when there is none. */

import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, inputOpen } from "../../call/state";
import { actualSize, fitted, type Size } from "../../input/coordinates";
import { printed } from "../../input/shortcuts";
import { Guide } from "../../input/guide";
import type { Picking } from "../../input/picking";
import { InputSurface } from "../../input/surface";
import { useTexts } from "../../lang";
import { saveAs } from "../../report_export";
import { insteadOfPicture } from "./instead";
import { Picker } from "./picker";
import { Pointer } from "./pointer";

interface StageDoors {
  call: Call;
  state: CallState;
  fit: boolean;
  keys: RefObject<HTMLTextAreaElement | null>;
  onLeave: () => void;
  picking: Picking | null;
  onPicked: () => void;
}

export function Stage({ call, state, fit, keys, onLeave, picking, onPicked }: StageDoors) {
  const texts = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const space = useSpace(room);
  const instead = insteadOfPicture(state, texts);
  const shown = instead === null;
  useEffect(() => {
    if (!canvas.current || !keys.current) return;
    const hide = call.show(canvas.current);
    const surface = new InputSurface(canvas.current, keys.current, call.gate);
    const guide = new Guide(canvas.current, call.guide);
    keys.current.focus({ preventScroll: true });
    return () => {
      guide.close();
      surface.close();
      hide();
    };
  }, [call, keys]);
  const leave = printed("leave", texts.shift);
  const size = state.geometry && shown ? sizeOf(state.geometry, fit, space) : undefined;
  return (
    <main className="stage" ref={room} data-fit={fit} data-hand={state.session?.customer_has_hand}
      data-open={inputOpen(state)} data-lost={state.lineLost !== null}>
      <h1 className="hidden">{texts.live.title}</h1>
      <textarea ref={keys} className="keys" aria-label={texts.live.keysLabel(leave)} autoComplete="off"
        autoCorrect="off" autoCapitalize="off" spellCheck={false} data-testid="keys" />
      <canvas ref={canvas} data-testid="screen" role="img" aria-label={texts.live.screen} tabIndex={-1}
        className="screen" data-shown={shown} style={size} />
      {state.geometry && size && (
        <Pointer pointer={call.pointer} canvas={canvas} geometry={state.geometry} size={size} steering={inputOpen(state)} />
      )}
      {shown && picking && !state.lineLost && (
        <Picker picking={picking} canvas={canvas} onCancel={onPicked}
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

/** Keep the receipt: it proves what the customer's record must say, `handrail-agent verify --receipt`. */
function ReceiptButton({ call }: { call: Call }) {
  const { live } = useTexts();
  const keep = (): void => {
    const receipt = call.receipt();
    if (receipt) saveAs("handrail-receipt.json", "application/json", receipt);
  };
  return <Button onPress={keep}>{live.keepReceipt}</Button>;
}

function sizeOf(stream: Size, fit: boolean, space: Size): Size {
  return fit ? fitted(stream, space) : actualSize(stream, devicePixelRatio);
}

/** The room there is for the picture, in CSS pixels; it follows the window, the panel and the zoom. */
function useSpace(room: RefObject<HTMLDivElement | null>): Size {
  const [space, setSpace] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSpace({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [room]);
  return space;
}
