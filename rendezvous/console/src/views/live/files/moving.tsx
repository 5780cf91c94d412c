/** What begins a transfer: files and folders chosen or dropped to be sent, and the one that is chosen to be taken. */

import { type DragEvent, type ReactNode, useState } from "react";
import { Button, FileTrigger } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files";
import { type CallState, maySend } from "../../../call/state";
import { joined, shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import { dropped, parcels, weighed } from "../../../transfers/sources";
import { canTakeFolders, choose } from "../../../transfers/store";
import type { FileRow } from "../../../wire/messages";

interface Doors {
  call: Call;
  state: CallState;
  seen: FilesState;
}

export function Moving({ call, state, seen }: Doors) {
  const { files: words } = useTexts();
  const { moves } = words;
  const folder = seen.folder?.fault === null ? seen.folder.path : null;
  const row = call.files.row(seen.cursor);
  const send = (files: FileList | null): void => {
    if (files && folder !== null) void weighed(parcels(files)).then((found) => call.transfers.bring(folder, found));
  };
  return (
    <>
      {maySend(state, "transfers/bring") && (
        <>
          <FileTrigger allowsMultiple onSelect={send}>
            <Button isDisabled={folder === null}>{moves.send}</Button>
          </FileTrigger>
          <FileTrigger acceptDirectory onSelect={send}>
            <Button isDisabled={folder === null}>{moves.sendFolder}</Button>
          </FileTrigger>
        </>
      )}
      {maySend(state, "transfers/take") && folder !== null && <Take call={call} folder={folder} row={row} />}
    </>
  );
}

function Take({ call, folder, row }: { call: Call; folder: string; row: FileRow | undefined }) {
  const { files: words } = useTexts();
  const cannot = row?.kind === "folder" && !canTakeFolders();
  const possible = row?.kind === "file" || (row?.kind === "folder" && !cannot);
  return (
    <>
      <Button
        isDisabled={!possible}
        onPress={() => row && void take(call, folder, row)}
        {...(row ? { "aria-label": `${words.moves.receive}: ${shownName(row.name)}` } : {})}
      >
        {words.moves.receive}
      </Button>
      {cannot && <p className="hint">{words.moves.folderNeeds}</p>}
    </>
  );
}

/** Take what a row names, to where the technician wants it. */
export async function take(call: Call, folder: string, row: FileRow): Promise<void> {
  const store = await choose(row.name, row.kind === "folder");
  if (store) call.transfers.take(joined(folder, row.name), row.name, store);
}

/** Where files and folders can be dropped. */
export function DropZone({ call, state, seen, children }: Doors & { children: ReactNode }) {
  const { files: words } = useTexts();
  const [over, setOver] = useState(false);
  const folder = seen.folder?.fault === null ? seen.folder.path : null;
  const takes = folder !== null && maySend(state, "transfers/bring");
  const onDragOver = (event: DragEvent): void => {
    if (!takes || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault(); // a page must not open what misses the mark
    setOver(false);
    if (takes) void dropped(event.dataTransfer.items).then(weighed).then((found) => call.transfers.bring(folder, found));
  };
  return (
    <div className="drop" data-over={over} onDragOver={onDragOver} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      {over && <p className="hint">{words.moves.drop}</p>}
      {children}
    </div>
  );
}
