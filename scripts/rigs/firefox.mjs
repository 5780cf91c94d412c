// Firefox over WebDriver BiDi, told what to do by JSON lines: {"do": "goto"|"evaluate"|"type"|"chord"|"click"|"move", ...}.
// Each is answered with {"answer": VALUE} or {"fault": TEXT}. Goes when its standard input closes.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../rendezvous/console/package.json", import.meta.url));
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  headless: true,
  defaultViewport: { width: 1400, height: 900 },
  extraPrefsFirefox: { "intl.accept_languages": process.argv[2] ?? "fr", "media.peerconnection.ice.obfuscate_host_addresses": false },
});
const page = await browser.newPage();

const deeds = {
  goto: ({ url }) => page.goto(url).then(() => null),
  evaluate: ({ script }) => page.evaluate(script),
  type: ({ text }) => page.keyboard.type(text).then(() => null),
  chord: async ({ keys }) => {
    for (const key of keys) await page.keyboard.down(key);
    for (const key of [...keys].reverse()) await page.keyboard.up(key);
    return null;
  },
  move: ({ x, y }) => page.mouse.move(x, y).then(() => null),
  click: ({ x, y }) => page.mouse.click(x, y).then(() => null),
};

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ answer: await browser.version() });
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  try {
    say({ answer: (await deeds[told.do](told)) ?? null });
  } catch (error) {
    say({ fault: String(error) });
  }
}
await browser.close();
