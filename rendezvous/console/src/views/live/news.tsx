/** What the customer wrote last while the chat is out of sight: told in the header, where it is seen whatever is open. */

import type { CallState } from "../../call/state";
import { useTexts } from "../../lang";
import { Visible } from "../../visible";
import { ToolButton } from "./tool_button";

/** Characters that are told; a line of the header holds no more. */
const MOST_TOLD = 60;

export function News({ state, onRead }: { state: CallState; onRead: () => void }) {
  const { chat } = useTexts();
  const line = state.unread > 0 ? state.chat.findLast(({ mine }) => !mine) : undefined;
  return (
    <div role="status" className="news" data-testid="news">
      {line && (
        <ToolButton tool="chat" tip="bottom" onPress={onRead}>
          <span className="unread">{chat.unread(state.unread)}</span> <Visible text={[...line.text].slice(0, MOST_TOLD).join("")} />
        </ToolButton>
      )}
    </div>
  );
}
