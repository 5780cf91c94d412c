/** Addresses in what others wrote, each with the host that a browser would really go to. */

export interface Address {
  readonly href: string;
  /** As the browser reads it: other alphabets in Punycode, without the name and password that may stand before it. */
  readonly host: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'«»]+/giu;
const MOST_ADDRESSES = 5;

export function addressesIn(text: string): Address[] {
  const found = text.match(ADDRESS) ?? [];
  return found.slice(0, MOST_ADDRESSES).flatMap((candidate) => {
    const url = parse(candidate.replace(/[.,;:!?)\]}]+$/u, ""));
    return url ? [{ href: url.href, host: url.host }] : [];
  });
}

function parse(candidate: string): URL | null {
  const url = URL.parse(candidate);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.host !== "" ? url : null;
}
