/** Full screen, with the keys that the browser would keep for itself where it can be asked for them (Keyboard Lock). */

import { useEffect, useState } from "react";

interface KeyboardLock {
  lock(): Promise<void>;
  unlock(): void;
}

export function useFullScreen(onChange: (on: boolean) => void): { on: boolean; toggle: () => void } {
  const [on, setOn] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = (): void => {
      const now = document.fullscreenElement !== null;
      setOn(now);
      onChange(now);
    };
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, [onChange]);
  useEffect(() => () => void leave(), []);
  return { on, toggle: () => void (on ? leave() : enter()) };
}

async function enter(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen({ navigationUI: "hide" });
    await keyboard()?.lock();
  } catch (error) {
    // The browser may refuse either (a policy, no user gesture): the view works without.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  }
}

async function leave(): Promise<void> {
  keyboard()?.unlock();
  if (document.fullscreenElement) await document.exitFullscreen();
}

/** Chromium's navigator.keyboard; Firefox and Safari have none. */
function keyboard(): KeyboardLock | undefined {
  return (navigator as { keyboard?: KeyboardLock }).keyboard;
}
