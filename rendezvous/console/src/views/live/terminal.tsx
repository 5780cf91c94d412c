/** The terminal under the picture: opened when the technician wants it, left by a shortcut, pasted into with care. */

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, isOver, maySend, standing } from "../../call/state";
import type { TerminalState } from "../../call/terminal";
import { printed } from "../../input/shortcuts";
import { type Texts, useTexts } from "../../lang";
import { linesOf } from "../../terminal_paste";
import type { TerminalScreen } from "../../terminal_screen";

const MOST_PREVIEW = 20;

export function TerminalDock({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const terminal = useSyncExternalStore(call.terminal.subscribe, call.terminal.state);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (terminal.end !== null) setShown(false);
  }, [terminal.end]);
  if (isOver(state) || standing(state, "terminal") !== "granted") return null;
  return (
    <section className="terminal" aria-labelledby="terminal" data-standing={terminal.standing} data-testid="terminal">
      {shown ? (
        <OpenTerminal call={call} terminal={terminal} paused={state.session?.phase === "paused"}
          onGone={() => setShown(false)} />
      ) : (
        <div className="terminal-head">
          <h2 id="terminal">{texts.terminal.title}</h2>
          <p role="status">{terminal.end && texts.terminal.end[terminal.end]}</p>
          <Button onPress={() => setShown(true)} isDisabled={!maySend(state, "terminal/open")}>{texts.terminal.open}</Button>
        </div>
      )}
    </section>
  );
}

interface OpenDoors {
  call: Call;
  terminal: TerminalState;
  paused: boolean;
  onGone: () => void;
}

function OpenTerminal({ call, terminal, paused, onGone }: OpenDoors) {
  const texts = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState(false);
  const [pasting, setPasting] = useState<string | null>(null);
  const screen = useScreen(call, place, setSelected, setPasting);
  const close = (): void => {
    call.terminal.close();
    if (call.terminal.state().standing === "closed") onGone();
  };
  const pasted = (text: string | null): void => {
    flushSync(() => setPasting(null)); // the question keeps the focus as long as it is there
    if (text !== null) screen.current?.paste(text);
    screen.current?.focus();
  };
  return (
    <>
      <div className="terminal-head">
        <h2 id="terminal">{texts.terminal.title}</h2>
        <p role="status">{sentence(terminal, paused, texts)}</p>
        {selected && <Button onPress={() => screen.current?.copy()}>{texts.terminal.copy}</Button>}
        <Button onPress={close}>{texts.terminal.close}</Button>
      </div>
      <div className="terminal-screen" ref={place} data-testid="terminal-screen" />
      {pasting !== null && <PasteQuestion text={pasting} onAnswer={(yes) => pasted(yes ? pasting : null)} />}
    </>
  );
}

/** Put a screen on the element, and open a shell of its size. The library comes only now. */
function useScreen(
  call: Call,
  place: React.RefObject<HTMLDivElement | null>,
  onSelected: (something: boolean) => void,
  onAsk: (text: string) => void,
) {
  const texts = useTexts();
  const label = useRef(texts.terminal.label(printed("leave", texts.shift)));
  const screen = useRef<TerminalScreen | null>(null);
  useEffect(() => {
    let stop: (() => void) | null = null;
    let wanted = true;
    void import("../../terminal_screen").then(({ TerminalScreen }) => {
      if (!wanted || !place.current) return;
      const made = new TerminalScreen(place.current, {
        onTyped: (text) => call.terminal.type(text),
        onPasted: (text) => (linesOf(text) > 1 ? onAsk(text) : made.paste(text)),
        onSize: (size) => call.terminal.resize(size),
        onSelected,
      }, label.current);
      screen.current = made;
      const drop = call.terminal.drawWith((text, drawn) => made.write(text, drawn));
      stop = () => [drop(), made.close()];
      call.terminal.open(made.size);
      made.focus();
    });
    return () => {
      wanted = false;
      screen.current = null;
      stop?.();
    };
  }, [call, place, onSelected, onAsk]);
  return screen;
}

/** Several lines at once may be several commands: what would be typed is shown before it is. */
function PasteQuestion({ text, onAnswer }: { text: string; onAnswer: (yes: boolean) => void }) {
  const { terminal } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector("button")?.focus();
  }, []);
  const lines = text.split(/\r\n?|\n/);
  return (
    <dialog ref={dialog} className="help paste" onClose={() => onAnswer(false)} aria-labelledby="paste">
      <h2 id="paste">{terminal.pasteTitle(linesOf(text))}</h2>
      <p>{terminal.pasteText}</p>
      <pre>{lines.slice(0, MOST_PREVIEW).join("\n")}{lines.length > MOST_PREVIEW && "\n…"}</pre>
      <div className="answers">
        <Button className="main" onPress={() => onAnswer(false)}>{terminal.pasteNo}</Button>
        <Button onPress={() => onAnswer(true)}>{terminal.pasteYes}</Button>
      </div>
    </dialog>
  );
}

function sentence({ standing: now }: TerminalState, paused: boolean, texts: Texts): string {
  if (paused) return texts.terminal.paused;
  if (now === "unseen") return texts.terminal.unseen;
  return now === "open" ? texts.terminal.leave(printed("leave", texts.shift)) : texts.terminal.opening;
}

/** Ask for the terminal, or say where that stands. */
export function TerminalAsk({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const stands = standing(state, "terminal");
  const ask = (): void => {
    if (stands === "not_asked" || stands === "refused") call.ask("terminal");
  };
  return (
    <div className="permissions" data-testid="permission-terminal" data-standing={stands}>
      <Button className="tool permission" onPress={ask} isDisabled={state.lineLost !== null}>
        <span>{texts.permission.terminal}</span> <em>{stands === "not_asked" ? texts.ask : texts.standing[stands]}</em>
      </Button>
    </div>
  );
}
