/** React Aria would write a <style> for what can be pressed, which the CSP forbids; style/base.css holds that rule. */

/** Take the id that React Aria looks for before it writes (react-aria, usePress). */
export function keepStyleOut(): void {
  const taken = document.createElement("meta");
  taken.id = "react-aria-pressable-style";
  document.head.append(taken);
}
