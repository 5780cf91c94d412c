/**
 * The document that xterm.js draws with under a CSP without inline styles (its option `documentOverride`).
 *
 * xterm.js writes <style> elements and, for colours beyond the 256, style attributes; `style-src 'self'` forbids both.
 * Here the former become constructed style sheets and the latter go through CSSOM, which the CSP leaves to scripts that
 * it let run (CSP3, 8.3; CSSOM 6.2). Everything else is the page's own document.
 */

export interface StyledDocument {
  readonly document: Document;
  /** Take its style sheets off the page. */
  close(): void;
}

export function documentWithoutInlineStyle(page: Document): StyledDocument {
  const sheets: CSSStyleSheet[] = [];
  const create = (name: string): HTMLElement => {
    if (name === "style") return styleOf(page, sheets);
    const element = page.createElement(name);
    element.setAttribute = setAttribute;
    return element;
  };
  const document = new Proxy(page, {
    get(target, name) {
      if (name === "createElement") return create;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const close = (): void => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
  return { document, close };
}

/** An element in place of a <style>: what is written into it goes into a style sheet of the page's. */
function styleOf(page: Document, sheets: CSSStyleSheet[]): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheets.push(sheet);
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
  const element = page.createElement("i");
  element.hidden = true;
  Object.defineProperty(element, "textContent", { set: (css: string) => sheet.replaceSync(css), get: () => "" });
  return element;
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
