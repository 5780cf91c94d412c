/** One folder: where it is, which of its names, its rows, and what can be done with the one that is chosen. */

import { useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files";
import { type CallState, maySend } from "../../../call/state";
import { joined, shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import { Naming } from "./naming";
import { Places } from "./places";
import { Rows } from "./rows";

export const FILES_LIST = "files-list";
export type Ask = "folder" | "rename" | null;

interface Doors {
  call: Call;
  state: CallState;
  seen: FilesState;
}

export function Browser({ call, state, seen }: Doors) {
  const { files: words } = useTexts();
  const [ask, setAsk] = useState<Ask>(null);
  const { folder, arrangement } = seen;
  const change = maySend(state, "files/trash");
  const done = (): void => {
    setAsk(null);
    document.getElementById(FILES_LIST)?.focus();
  };
  return (
    <>
      <Places call={call} seen={seen} />
      <div className="row arrange">
        <TextField value={arrangement.filter} onChange={(filter) => call.files.arrange({ filter })}>
          <Label className="hidden">{words.filter}</Label>
          <Input placeholder={words.filter} data-testid="files-filter" />
        </TextField>
        <label className="dotted">
          <input type="checkbox" checked={arrangement.dotted} onChange={(event) => call.files.arrange({ dotted: event.target.checked })} />{" "}
          {words.dotted}
        </label>
      </div>
      {folder?.fault && (
        <p role="alert" className="fault">
          {words.folderClosed} {words.fault[folder.fault]}
        </p>
      )}
      {folder && !folder.fault && <Rows call={call} seen={seen} change={change} onRename={() => setAsk("rename")} />}
      <p className="hint" role="status" data-testid="files-count">
        {folder && !folder.fault && words.count(folder.total, folder.all, folder.reading, folder.cut)}
      </p>
      {change && <Tools call={call} seen={seen} onAsk={setAsk} />}
      {ask && <Naming key={`${ask} ${seen.cursor}`} call={call} seen={seen} ask={ask} onDone={done} />}
    </>
  );
}

function Tools({ call, seen, onAsk }: { call: Call; seen: FilesState; onAsk: (ask: Ask) => void }) {
  const { files: words } = useTexts();
  const row = call.files.row(seen.cursor);
  const path = seen.folder && row ? joined(seen.folder.path, row.name) : null;
  const none = path === null;
  return (
    <div className="row">
      <Button onPress={() => onAsk("folder")} isDisabled={!seen.folder}>
        {words.newFolder}
      </Button>
      <Button onPress={() => onAsk("rename")} isDisabled={none}>
        {words.rename}
      </Button>
      <Button onPress={() => path && call.files.take(path, false)} isDisabled={none}>
        {words.copy}
      </Button>
      <Button onPress={() => path && call.files.take(path, true)} isDisabled={none}>
        {words.cut}
      </Button>
      <Button onPress={() => call.files.paste()} isDisabled={!seen.taken || !seen.folder}>
        {words.paste}
      </Button>
      <Button onPress={() => path && call.files.trash(path)} isDisabled={none}>
        {words.trash}
      </Button>
      {seen.taken && (
        <p className="hint" role="status">
          {words.taken(shownName(seen.taken.path), seen.taken.move)}
        </p>
      )}
    </div>
  );
}
