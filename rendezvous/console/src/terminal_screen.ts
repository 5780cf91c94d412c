/** xterm.js on an element of the page: draws what the shell says, and tells what is typed, pasted, and how large it is. */

import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { bounded, type Size } from "./call/terminal";
import { isShortcut } from "./input/shortcuts";
import { swallowOrders } from "./terminal_orders";
import { pasteable } from "./terminal_paste";
import { OwnSheets, styleSpansByScript } from "./terminal_style";

export interface ScreenEvents {
  onTyped(text: string): void;
  /** Text was pasted or dropped; it is typed only if `paste` is called with it. */
  onPasted(text: string): void;
  onSize(size: Size): void;
  onSelected(something: boolean): void;
}

const SCROLLBACK = 5000;

export class TerminalScreen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #sheets = new OwnSheets();
  readonly #bound = new AbortController();
  readonly #observer: ResizeObserver;

  constructor(private readonly element: HTMLElement, private readonly events: ScreenEvents, label: string) {
    this.#terminal = new Terminal({
      fontFamily: '"DejaVu Sans Mono", Consolas, Menlo, monospace',
      fontSize: 15,
      minimumContrastRatio: 7,
      scrollback: SCROLLBACK,
      logLevel: "off",
      theme: { background: "#0c1015", foreground: "#eef2f6" },
    });
    swallowOrders(this.#terminal.parser);
    this.#terminal.loadAddon(this.#fit);
    styleSpansByScript();
    this.#sheets.during(() => this.#terminal.open(element));
    this.#terminal.textarea?.setAttribute("aria-label", label);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#isForShell(event));
    this.#terminal.onData((text) => events.onTyped(text));
    this.#terminal.onSelectionChange(() => events.onSelected(this.#terminal.hasSelection()));
    this.#bindPaste();
    this.#observer = new ResizeObserver(() => this.#resized());
    this.#observer.observe(element);
    this.#fit.fit();
  }

  get size(): Size {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  write(text: string, drawn: () => void): void {
    this.#terminal.write(text, drawn);
  }

  paste(text: string): void {
    this.#terminal.paste(pasteable(text));
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Copy what is selected. */
  copy(): void {
    if (this.#terminal.hasSelection()) void navigator.clipboard.writeText(this.selection);
  }

  close(): void {
    this.#observer.disconnect();
    this.#bound.abort();
    this.#terminal.dispose();
    this.#sheets.close();
  }

  /** Keep the console's own shortcuts, and the two by which terminals copy and paste, from the shell. */
  #isForShell(event: KeyboardEvent): boolean {
    if (isShortcut(event)) return false;
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
    if (event.code === "KeyC" && event.type === "keydown") {
      event.preventDefault(); // browsers open their developer tools
      this.copy();
    }
    return event.code !== "KeyC" && event.code !== "KeyV";
  }

  /** Take what is pasted or dropped before xterm.js does, which would type it at once. */
  #bindPaste(): void {
    const take = (event: Event, data: DataTransfer | null): void => {
      event.preventDefault();
      event.stopPropagation();
      const text = data?.getData("text/plain") ?? "";
      if (text !== "") this.events.onPasted(text);
    };
    const options = { capture: true, signal: this.#bound.signal };
    this.element.addEventListener("paste", (event) => take(event, event.clipboardData), options);
    this.element.addEventListener("drop", (event) => take(event, event.dataTransfer), options);
    this.element.addEventListener("dragover", (event) => event.preventDefault(), options);
  }

  #resized(): void {
    const before = this.size;
    const { cols: columns, rows } = this.#fit.proposeDimensions() ?? { cols: before.columns, rows: before.rows };
    if (!Number.isFinite(columns) || !Number.isFinite(rows)) return; // not shown
    const size = bounded({ columns, rows });
    if (size.columns === before.columns && size.rows === before.rows) return;
    this.#terminal.resize(size.columns, size.rows);
    this.events.onSize(size);
  }
}
