/**
 * Lets xterm.js draw under a CSP without inline styles.
 *
 * It writes <style> elements when it opens and, for selected text, contrast and colours beyond 256, style attributes of
 * its spans; `style-src 'self'` forbids both. Here the former become constructed style sheets and the latter go through
 * CSSOM, which the CSP leaves to scripts that it let run (CSP3, 8.3; CSSOM 6.2). Its option `documentOverride` would be
 * the place for it, but 6.0 makes its scroll bar and its spans with the window's document all the same.
 */

/** The style sheets of one terminal. */
export class OwnSheets {
  readonly #sheets: CSSStyleSheet[] = [];

  /** Run what makes <style> elements: what is written into them goes into style sheets of the page's. */
  during(work: () => void): void {
    const create = (name: string): HTMLElement => {
      return name === "style" ? this.#instead() : Document.prototype.createElement.call(document, name);
    };
    Object.defineProperty(document, "createElement", { value: create, configurable: true });
    try {
      work();
    } finally {
      Reflect.deleteProperty(document, "createElement"); // the prototype's is in force again
    }
  }

  /** Take them off the page. */
  close(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !this.#sheets.includes(sheet));
  }

  #instead(): HTMLElement {
    const sheet = new CSSStyleSheet();
    this.#sheets.push(sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const element = Document.prototype.createElement.call(document, "i");
    element.hidden = true;
    Object.defineProperty(element, "textContent", { set: (css: string) => sheet.replaceSync(css), get: () => "" });
    return element;
  }
}

/** Set the style attribute of every span through CSSOM from now on; that is the same but for the CSP. */
export function styleSpansByScript(): void {
  HTMLSpanElement.prototype.setAttribute = function (name: string, value: string): void {
    if (name === "style") this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };
}
