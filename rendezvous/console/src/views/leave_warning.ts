/** Asks before a page goes that holds what a reload would lose. */

import { useEffect } from "react";

/** Let the browser ask first, while something is live. */
export function useLeaveWarning(live: boolean): void {
  useEffect(() => {
    if (!live) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [live]);
}
