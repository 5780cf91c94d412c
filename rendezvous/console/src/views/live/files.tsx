/** The customer's files: a place, a folder's rows, what is done with them, and one text at a time. */

import { useEffect, useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, isOver, mayHoldFiles, maySend, standing } from "../../call/state";
import { useTexts } from "../../lang";
import { Acts } from "./files/acts";
import { Browser } from "./files/browser";
import { Editor } from "./files/editor";
import { TransferList } from "./files/transfers";

export const FILES_BUTTON = "files-button";
const KINDS = ["files_read", "files_write"] as const;

export function FilesPanel({ call, state }: { call: Call; state: CallState }) {
  const { files: words } = useTexts();
  const seen = useSyncExternalStore(call.files.subscribe, call.files.state);
  const transfers = useSyncExternalStore(call.transfers.subscribe, call.transfers.state);
  const open = maySend(state, "files/list");
  useEffect(() => {
    if (open) call.files.begin();
  }, [call, open]);
  const asks = KINDS.filter((kind) => standing(state, kind) !== "granted");
  return (
    <div className="files">
      {!isOver(state) && asks.length > 0 && (
        <div className="row">
          {asks.map((kind, at) => (
            <Button
              key={kind}
              {...(at === 0 ? { id: FILES_BUTTON } : {})}
              onPress={() => call.ask(kind)}
              isDisabled={state.lineLost !== null || standing(state, kind) === "asked"}
            >
              {words.ask[kind]}
            </Button>
          ))}
        </div>
      )}
      {!mayHoldFiles(state) && <p className="hint">{words.needs}</p>}
      {mayHoldFiles(state) && !open && <p role="status">{words.waits}</p>}
      {mayHoldFiles(state) && (seen.text ? <Editor call={call} seen={seen} /> : <Browser call={call} state={state} seen={seen} />)}
      <TransferList call={call} transfers={transfers} />
      <Acts call={call} acts={seen.acts} />
    </div>
  );
}
