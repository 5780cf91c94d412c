/** The two clipboards: a button for each way, each transfer begun by hand; what came is shown before it is copied. */

import { type ClipboardEvent, useEffect, useState, useSyncExternalStore } from "react";
import { Button, Label, ProgressBar, TextArea, TextField } from "react-aria-components";
import type { Call } from "../../call/call";
import type { ClipboardState, Received, Transfer, Way } from "../../call/clipboard";
import { asPng } from "../../call/png";
import { type CallState, isOver, standing } from "../../call/state";
import { useKept } from "../../kept";
import { useTexts } from "../../lang";
import type { Bytes } from "../../link/bytes";
import type { Permission } from "../../wire/messages";
import { Visible, withoutControls } from "../../visible";

export const CLIPBOARD_BUTTON = "clipboard-button";

/** Characters of a received text that are shown; all of it is copied. */
const MOST_SHOWN = 4000;

export function ClipboardPanel({ call, state }: { call: Call; state: CallState }) {
  const { clipboard: words } = useTexts();
  const clipboards = useSyncExternalStore(call.clipboards.subscribe, call.clipboards.state);
  return (
    <div className="clipboards">
      <section aria-labelledby="clipboard-read">
        <h2 id="clipboard-read">{words.readTitle}</h2>
        <Reading call={call} state={state} clipboards={clipboards} />
        {clipboards.received && <Preview received={clipboards.received} onForget={() => call.clipboards.forget()} />}
      </section>
      <section aria-labelledby="clipboard-put">
        <h2 id="clipboard-put">{words.putTitle}</h2>
        <Putting call={call} state={state} clipboards={clipboards} />
      </section>
    </div>
  );
}

interface Doors {
  call: Call;
  state: CallState;
  clipboards: ClipboardState;
}

function Reading({ call, state, clipboards }: Doors) {
  const { clipboard: words } = useTexts();
  return (
    <>
      <Ask id={CLIPBOARD_BUTTON} call={call} state={state} permission="clipboard_out" label={words.askRead}>
        <Button id={CLIPBOARD_BUTTON} onPress={() => call.clipboards.read()} isDisabled={!ready(state, clipboards.read)}>
          {words.read}
        </Button>
      </Ask>
      <Progress way="read" call={call} transfer={clipboards.read} outcome={clipboards.outcome.read} />
    </>
  );
}

function Putting({ call, state, clipboards }: Doors) {
  const { clipboard: words } = useTexts();
  const [text, setText] = useKept("clipboard");
  const [image, setImage] = useState<Bytes | null>(null);
  const [fault, setFault] = useState("");
  const paste = async (event: ClipboardEvent): Promise<void> => {
    const pasted = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (!pasted) return;
    event.preventDefault();
    const png = await asPng(pasted);
    setImage(png);
    setFault(png ? "" : words.noImage);
  };
  const put = (): void => {
    if (image) call.clipboards.putImage(image);
    else call.clipboards.putText(text);
  };
  const over = isOver(state) || standing(state, "clipboard_in") !== "granted";
  return (
    <>
      <Ask call={call} state={state} permission="clipboard_in" label={words.askPut}>
        {image ? (
          <figure>
            <Picture image={image} label={words.imageToPut} />
            <Button onPress={() => setImage(null)}>{words.otherThing}</Button>
          </figure>
        ) : (
          <TextField value={text} onChange={setText}>
            <Label>{words.toPut}</Label>
            <TextArea rows={3} onPaste={(event) => void paste(event)} />
          </TextField>
        )}
        <Button onPress={put} isDisabled={!ready(state, clipboards.put) || (image === null && text === "")}>
          {image ? words.putImage : words.putText}
        </Button>
        <p className="hint">{words.putHint}</p>
      </Ask>
      <p role="alert" className="fault">{!over && fault}</p>
      <Progress way="put" call={call} transfer={clipboards.put} outcome={clipboards.outcome.put} />
    </>
  );
}

interface AskDoors {
  call: Call;
  state: CallState;
  permission: Permission;
  label: string;
  id?: string;
  children: React.ReactNode;
}

/** Before the customer said yes: one button that asks. */
function Ask({ call, state, permission, label, id, children }: AskDoors) {
  const texts = useTexts();
  const stands = standing(state, permission);
  if (isOver(state)) return null;
  if (stands === "granted") return children;
  const more = { ...(id ? { id } : {}), isDisabled: stands === "asked" || state.lineLost !== null };
  return (
    <Button onPress={() => call.ask(permission)} {...more}>
      {label} <em>{stands === "not_asked" ? "" : texts.standing[stands]}</em>
    </Button>
  );
}

interface ProgressDoors {
  way: Way;
  call: Call;
  transfer: Transfer | null;
  outcome: ClipboardState["outcome"][Way];
}

function Progress({ way, call, transfer, outcome }: ProgressDoors) {
  const { clipboard: words } = useTexts();
  return (
    <>
      {transfer && (
        <div className="row">
          <ProgressBar aria-label={words.progress[way]} isIndeterminate={transfer.size === null}
            value={transfer.done} maxValue={transfer.size ?? 1}>
            {({ valueText }) => <span>{transfer.size === null ? words.waiting : valueText}</span>}
          </ProgressBar>
          <Button onPress={() => call.clipboards.giveUp(way)}>{words.giveUp}</Button>
        </div>
      )}
      <p role="status" className={outcome === "placed" ? "" : "fault"}>{outcome && words.outcome[outcome]}</p>
    </>
  );
}

function Preview({ received, onForget }: { received: Received; onForget: () => void }) {
  const { clipboard: words } = useTexts();
  const [copied, setCopied] = useState("");
  useEffect(() => setCopied(""), [received]);
  const copy = async (): Promise<void> => {
    try {
      await copyToOwn(received);
      setCopied(words.copied);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      setCopied(words.copyFailed);
    }
  };
  return (
    <div data-testid="clipboard-received">
      {received.kind === "text" ? <ReceivedText text={received.text} /> : <ReceivedImage received={received} />}
      <div className="row">
        <Button onPress={() => void copy()}>{words.copy}</Button>
        <Button onPress={onForget}>{words.forget}</Button>
        <span role="status">{copied}</span>
      </div>
    </div>
  );
}

function ReceivedText({ text }: { text: string }) {
  const { clipboard: words } = useTexts();
  const characters = [...text];
  return (
    <>
      <p className="hint">{words.textOf(characters.length)}</p>
      <pre tabIndex={0} aria-label={words.readTitle}>
        <Visible text={characters.slice(0, MOST_SHOWN).join("")} />
      </pre>
      {characters.length > MOST_SHOWN && <p className="hint">{words.cut(MOST_SHOWN)}</p>}
    </>
  );
}

function ReceivedImage({ received }: { received: Extract<Received, { kind: "image" }> }) {
  const { clipboard: words } = useTexts();
  const label = words.imageOf(received.width, received.height);
  return (
    <figure>
      <Picture image={received.image} label={label} />
      <figcaption className="hint">{label}</figcaption>
    </figure>
  );
}

/** A PNG, drawn by the browser and nothing else: its type is given here, whatever the bytes would like to be. */
function Picture({ image, label }: { image: Blob | Bytes; label: string }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([image], { type: "image/png" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [image]);
  return address === "" ? null : <img src={address} alt={label} />;
}

async function copyToOwn(received: Received): Promise<void> {
  if (received.kind === "text") await navigator.clipboard.writeText(withoutControls(received.text));
  else await navigator.clipboard.write([new ClipboardItem({ "image/png": received.image })]);
}

function ready(state: CallState, transfer: Transfer | null): boolean {
  return transfer === null && state.lineLost === null && state.session?.phase === "live";
}
