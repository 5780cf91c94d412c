/** Chat, plain text both ways: nothing in it is a link, nothing is read as markup. */

import { type FormEvent, useEffect, useRef } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../call/call";
import type { CallState } from "../../call/state";
import { timeOfDay } from "../../clock";
import { useKept } from "../../kept";
import { useTexts } from "../../lang";
import { MAX_CHAT } from "../../wire/messages";

export const CHAT_FIELD = "chat-field";

export function Chat({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const [draft, setDraft] = useKept("chat");
  useEffect(() => call.readChat(), [call, state.chat]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const text = draft.trim();
    if (text !== "" && call.say(text)) setDraft("");
  };
  return (
    <>
      <Log state={state} />
      <Form className="say" onSubmit={send}>
        <TextField value={draft} onChange={setDraft} maxLength={MAX_CHAT}>
          <Label className="hidden">{texts.chat.label}</Label>
          <Input id={CHAT_FIELD} placeholder={texts.chat.label} autoComplete="off" />
        </TextField>
        <Button type="submit">{texts.chat.send}</Button>
      </Form>
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
      {state.chat.map((line, at) => (
        <p key={at} data-mine={line.mine}>
          <span className="from">
            {line.mine ? texts.chat.you : texts.chat.customer} {timeOfDay(line.at, texts.lang)}
          </span>{" "}
          {line.text}
        </p>
      ))}
    </div>
  );
}
