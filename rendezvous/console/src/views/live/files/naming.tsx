/** Typing a name: for a new folder, or another one for what is chosen. */

import { type FormEvent, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files_state";
import { editableName, joined, shownName, typedName } from "../../../files/names";
import { useTexts } from "../../../lang";
import type { Ask } from "./browser";

interface Doors {
  call: Call;
  seen: FilesState;
  ask: NonNullable<Ask>;
  onDone: () => void;
}

export function Naming({ call, seen, ask, onDone }: Doors) {
  const { files: words } = useTexts();
  const row = ask === "rename" ? call.files.row(seen.cursor) : undefined;
  const [text, setText] = useState(row ? (editableName(row.name) ?? "") : "");
  const name = typedName(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name === null || !seen.folder) return;
    if (row) call.files.rename(joined(seen.folder.path, row.name), name);
    else if (ask === "folder") call.files.makeFolder(name);
    onDone();
  };
  return (
    <form
      className="naming"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <TextField value={text} onChange={setText} autoFocus>
        <Label>{row ? words.newName(shownName(row.name)) : words.folderName}</Label>
        <Input data-testid="files-name" />
      </TextField>
      <div className="row">
        <Button type="submit" className="main" isDisabled={name === null}>
          {row ? words.rename : words.newFolder}
        </Button>
        <Button onPress={onDone}>{words.cancel}</Button>
      </div>
    </form>
  );
}
