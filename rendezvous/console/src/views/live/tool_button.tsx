/** A button of the live view that tells its tool and its shortcut when pointed at or focused. */

import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { printed, type Tool } from "../../input/shortcuts";
import { useTexts } from "../../lang";

interface ToolButtonDoors {
  tool: Tool;
  onPress: () => void;
  className?: string;
  expanded?: boolean;
  pressed?: boolean;
  disabled?: boolean;
  id?: string;
  /** Where its tooltip is: beside a button of the panel, under one of the header. */
  tip?: "start" | "bottom";
  children: ReactNode;
}

export function ToolButton({ tool, onPress, className = "", expanded, pressed, disabled, id, tip = "start", children }: ToolButtonDoors) {
  const texts = useTexts();
  const more = {
    ...(expanded === undefined ? {} : { "aria-expanded": expanded }),
    ...(pressed === undefined ? {} : { "aria-pressed": pressed }),
    ...(disabled === undefined ? {} : { isDisabled: disabled }),
    ...(id ? { id } : {}),
  };
  return (
    <TooltipTrigger delay={400}>
      <Button className={`tool ${className}`} data-tool={tool} onPress={onPress} {...more}>
        {children}
      </Button>
      <Tooltip className="tip" placement={tip} offset={6}>
        {texts.tool[tool]} <kbd>{printed(tool, texts.shift)}</kbd>
      </Tooltip>
    </TooltipTrigger>
  );
}
