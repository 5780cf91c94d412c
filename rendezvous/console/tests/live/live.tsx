/** Mounts the product's own call view on a link whose other side is the test, which steers it by `window.harness`. */

import "../../src/style/all.css";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { Call } from "../../src/call/call";
import { LanguageProvider } from "../../src/lang";
import { keepStyleOut } from "../../src/no_inline_style";
import { CallView } from "../../src/views/call";
import { FakeLink } from "../fakes";

const links: FakeLink[] = [];
const call = new Call((events) => {
  const link = new FakeLink(events);
  links.push(link);
  return link;
});

/** Paint a desktop's worth of colours, as the picture's room would. */
function paint(width: number, height: number): void {
  const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=screen]");
  if (!canvas) return;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return;
  const area = (colour: string, x: number, y: number, w: number, h: number): void => {
    context.fillStyle = colour;
    context.fillRect(x * width, y * height, w * width, h * height);
  };
  area("#3b6ea5", 0, 0, 1, 1);
  area("#d8dee6", 0.08, 0.1, 0.55, 0.6);
  area("#24476e", 0.08, 0.1, 0.55, 0.04);
  area("#ffffff", 0.1, 0.17, 0.51, 0.5);
  area("#1d2b3a", 0, 0.95, 1, 0.05);
}

const harness = { link: links[0] as FakeLink, paint, left: false };
declare global {
  interface Window {
    harness: typeof harness;
  }
}
window.harness = harness;

function Page() {
  const [left, setLeft] = useState(false);
  const leave = (): void => {
    harness.left = true;
    setLeft(true);
  };
  return left ? <main>left</main> : <CallView call={call} issuing={false} awaited={null} onLeave={leave} onRestart={() => setLeft(true)} />;
}

keepStyleOut();
createRoot(document.getElementById("root") as HTMLElement).render(
  <LanguageProvider>
    <Page />
  </LanguageProvider>,
);
