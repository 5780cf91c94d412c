/** One folder: where it is, which of its names, its rows, and what can be done with the one that is chosen. */

import { useState } from "react";
import { Input, Label, TextField } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files_state";
import { type CallState, maySend } from "../../../call/state";
import { useTexts } from "../../../lang";
import { FolderTools } from "./folder_tools";
import { DropZone, Moving } from "./moving";
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
  const fault = folder ? folder.fault : seen.fault;
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
      {fault && (
        <p role="alert" className="fault">
          {folder ? words.folderClosed : words.noPlaces} {words.fault[fault]}
        </p>
      )}
      {folder && !folder.fault && (
        <DropZone call={call} state={state} seen={seen}>
          <Rows call={call} seen={seen} change={change} onRename={() => setAsk("rename")} />
        </DropZone>
      )}
      <p className="hint" role="status" data-testid="files-count">
        {folder && !folder.fault && words.count(folder.total, folder.all, folder.reading, folder.cut)}
      </p>
      <div className="row file-tools">
        <Moving call={call} state={state} seen={seen} />
        {change && <FolderTools call={call} seen={seen} onRename={() => setAsk("rename")} onFolder={() => setAsk("folder")} />}
      </div>
      {ask && <Naming key={`${ask} ${seen.cursor}`} call={call} seen={seen} ask={ask} onDone={done} />}
    </>
  );
}
