/** Runs the tool whose shortcut is pressed, wherever the focus is. */

import { useEffect } from "react";
import { type Tool, toolOf } from "../../input/shortcuts";

export function useShortcuts(act: Record<Tool, () => void>): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const tool = toolOf(event);
      if (!tool) return;
      event.preventDefault();
      if (!event.repeat) act[tool]();
    };
    window.addEventListener("keydown", down, { capture: true });
    return () => window.removeEventListener("keydown", down, { capture: true });
  }, [act]);
}
