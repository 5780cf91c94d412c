/** Chat, plain text both ways: nothing in it is a link, nothing is read as markup; an address has a button beside it. */

import { type FormEvent, memo, useEffect, useRef, useState } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../call/call";
import type { CallState, ChatLine } from "../../call/state";
import { timeOfDay } from "../../clock";
import { useKept } from "../../kept";
import { useTexts } from "../../lang";
import { addressesIn } from "../../links";
import { Visible } from "../../visible";
import { MAX_CHAT } from "../../wire/messages";
import { Canned } from "./canned";

export const CHAT_FIELD = "chat-field";

export function Chat({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const [draft, setDraft] = useKept("chat");
  useEffect(() => call.readChat(), [call, state.chat]);
  const write = (text: string): void => {
    setDraft(text);
    if (text !== "") call.typing();
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const text = draft.trim();
    if (text !== "" && call.say(text)) setDraft("");
  };
  const insert = (text: string): void => {
    write(draft === "" ? text : `${draft} ${text}`);
    document.getElementById(CHAT_FIELD)?.focus();
  };
  return (
    <>
      <Log state={state} />
      <Typing until={state.typingUntil} />
      <Form className="say" onSubmit={send}>
        <TextField value={draft} onChange={write} maxLength={MAX_CHAT}>
          <Label className="hidden">{texts.chat.label}</Label>
          <Input id={CHAT_FIELD} placeholder={texts.chat.label} autoComplete="off" />
        </TextField>
        <Button type="submit">{texts.chat.send}</Button>
      </Form>
      <Canned onInsert={insert} />
    </>
  );
}

function Log({ state }: { state: CallState }) {
  const texts = useTexts();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => void end.current?.scrollTo(0, end.current.scrollHeight), [state.chat]); // Chromium returns a promise
  return (
    <div className="log" role="log" aria-label={texts.chat.log} tabIndex={0} ref={end} data-testid="chat-log">
      {state.chat.length === 0 && <p className="hint">{texts.chat.empty}</p>}
      {state.chat.map((line) => <OneLine key={line.number} line={line} />)}
    </div>
  );
}

/** Made once: a long chat costs nothing at each message of whatever kind. */
const OneLine = memo(function OneLine({ line }: { line: ChatLine }) {
  const texts = useTexts();
  return (
    <p data-mine={line.mine}>
      <span className="from">
        {line.mine ? texts.chat.you : texts.chat.customer} {timeOfDay(line.at, texts.lang)}
      </span>{" "}
      <Visible text={line.text} />
      {!line.mine && <Addresses text={line.text} />}
    </p>
  );
});

/** Below a line of the customer's: where each address in it really leads, and a button that opens it elsewhere. */
function Addresses({ text }: { text: string }) {
  const { chat } = useTexts();
  return addressesIn(text).map(({ href, host }, at) => (
    <span className="address" key={at}>
      <span className="hint">{chat.leadsTo(host)}</span>{" "}
      <a className="open" href={href} target="_blank" rel="noopener noreferrer">
        {chat.open}
      </a>
    </span>
  ));
}

/** That the customer is writing, until nothing was heard of it for a while. */
function Typing({ until }: { until: number }) {
  const { chat } = useTexts();
  const [, again] = useState(0);
  const left = until - Date.now();
  useEffect(() => {
    if (until <= Date.now()) return;
    const timer = setTimeout(() => again(until), until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
  return (
    <p className="hint typing" role="status">
      {left > 0 && chat.typing}
    </p>
  );
}
