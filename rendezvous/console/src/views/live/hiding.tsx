/** Hides what the customer asks for by word of mouth. There is no way here to show anything again. */

import { type FormEvent, useState } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, maySend } from "../../call/state";
import type { Picking } from "../../input/picking";
import { useTexts } from "../../lang";
import { ToolButton } from "./tool_button";

const MAX_NAME = 255;

interface HidingDoors {
  call: Call;
  state: CallState;
  picking: Picking | null;
  onPick: (picking: Picking | null) => void;
}

export function Hiding({ call, state, picking, onPick }: HidingDoors) {
  const { hiding } = useTexts();
  const mayPick = maySend(state, "hide/window") && state.geometry !== null;
  const pick = (what: Picking): void => onPick(picking === what ? null : what);
  return (
    <details className="hiding">
      <summary>{hiding.title}</summary>
      <p className="hint">{hiding.hint}</p>
      <div className="row">
        <ToolButton tool="hide" onPress={() => pick("window")} pressed={picking === "window"} disabled={!mayPick}>
          {hiding.window}
        </ToolButton>
        <Button aria-pressed={picking === "application"} isDisabled={!mayPick} onPress={() => pick("application")}>
          {hiding.application}
        </Button>
        <Button aria-pressed={picking === "area"} isDisabled={!mayPick} onPress={() => pick("area")}>
          {hiding.area}
        </Button>
      </div>
      <FolderByName call={call} />
    </details>
  );
}

function FolderByName({ call }: { call: Call }) {
  const { hiding } = useTexts();
  const [name, setName] = useState("");
  const [sent, setSent] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "" || !call.send({ type: "hide/folder", name: name.trim() })) return;
    setName("");
    setSent(true);
  };
  return (
    <Form className="say" onSubmit={send}>
      <TextField value={name} onChange={(text) => [setName(text), setSent(false)]} maxLength={MAX_NAME}>
        <Label>{hiding.folder}</Label>
        <Input autoComplete="off" spellCheck={false} />
      </TextField>
      <Button type="submit">{hiding.hide}</Button>
      <p role="status" className="hint">
        {sent && hiding.folderSent}
      </p>
    </Form>
  );
}
