/** Starts the console, or says in a sentence why this browser cannot. */

import "./style/tokens.css";
import "./style/base.css";
import "./style/desk.css";
import "./style/live.css";
import "./style/panel.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { takeCode } from "./fragment";
import { LanguageProvider, useTexts } from "./lang";
import { obstacle } from "./obstacle";
import { Notice } from "./views/notice";

/** React Aria would write a <style> for pressable elements, which the CSP forbids; base.css holds that rule. */
function keepStyleOut(): void {
  const taken = document.createElement("meta");
  taken.id = "react-aria-pressable-style";
  document.head.append(taken);
}

function Start() {
  const texts = useTexts();
  const found = obstacle();
  if (found) return <Notice title={texts.unsupported.title} lines={[texts.unsupported[found]]} />;
  return <App handed={handed} />;
}

const handed = takeCode();
keepStyleOut();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <LanguageProvider>
      <Start />
    </LanguageProvider>
  </StrictMode>,
);
