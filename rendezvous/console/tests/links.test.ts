import { expect, test } from "vitest";
import { addressesIn } from "../src/links";

const hosts = (text: string): string[] => addressesIn(text).map(({ host }) => host);

test("an address is told with the host that a browser goes to", () => {
  expect(addressesIn("voir https://exemple.test/a?b=c, merci")).toEqual([{ href: "https://exemple.test/a?b=c", host: "exemple.test" }]);
  expect(hosts("https://www.ma-banque.fr@mechant.test/")).toEqual(["mechant.test"]);
  expect(hosts("https://ma-banque.fr:8443/")).toEqual(["ma-banque.fr:8443"]);
  expect(hosts("http://xn--e1awd7f.test HTTPS://EXEMPLE.TEST")).toEqual(["xn--e1awd7f.test", "exemple.test"]);
});

test("an alphabet that looks like another is told apart", () => {
  expect(hosts("https://аррӏе.test/")[0]).toMatch(/^xn--/);
  expect(hosts("https://ехаmple.test/")[0]).toMatch(/^xn--/);
});

test("nothing but the web is an address", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.test", "exemple.test", "https://", "https://[", "mailto:a@b.test"]) {
    expect(hosts(text), text).toEqual([]);
  }
});

test("few addresses of one line are told", () => {
  expect(hosts("https://a.test ".repeat(50))).toHaveLength(5);
});
