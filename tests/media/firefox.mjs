// Opens a page in Debian's Firefox and keeps it until standard input closes.
import { createRequire } from "node:module";

const puppeteer = createRequire(`${process.cwd()}/package.json`)("puppeteer-core");
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  headless: true,
  protocol: "webDriverBiDi",
});
await (await browser.newPage()).goto(process.argv[2]);
process.stdin.resume().on("end", async () => {
  await browser.close();
  process.exit(0);
});
