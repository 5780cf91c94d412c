/** Runs the tool, or shows the monitor, whose shortcut is pressed, wherever the focus is. */

import { useEffect } from "react";
import { isShortcut, monitorOf, type Tool, toolOf } from "../../input/shortcuts";

export function useShortcuts(act: Record<Tool, () => void>, onMonitor: (number: number) => void): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (!isShortcut(event)) return;
      event.preventDefault();
      if (event.repeat) return;
      const tool = toolOf(event);
      if (tool) act[tool]();
      else onMonitor(monitorOf(event) ?? 0);
    };
    window.addEventListener("keydown", down, { capture: true });
    return () => window.removeEventListener("keydown", down, { capture: true });
  }, [act, onMonitor]);
}
