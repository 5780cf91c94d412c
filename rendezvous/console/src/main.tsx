/** Starts the console, or says in a sentence why this browser cannot. */

import "./style/all.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { takeCode } from "./fragment";
import { LanguageProvider, useTexts } from "./lang";
import { keepStyleOut } from "./no_inline_style";
import { obstacle } from "./obstacle";
import { Notice } from "./views/notice";

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
