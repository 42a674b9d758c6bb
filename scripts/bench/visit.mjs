// Opens the server in a cold Chromium as somebody who is signed in, lets one measurement use the page, and prints its figures as one
// line of JSON, by the ids of their rows.
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const { chromium } = createRequire(new URL("../../e2e/package.json", import.meta.url))("playwright-core");
const { BENCH_URL: url, BENCH_COOKIE: cookie, BENCH_SPKI: fingerprint } = process.env;

/** Milliseconds that one step of the page may take. */
export const patience = 30_000;

/** What a measurement was told besides. */
export const details = JSON.parse(process.env.BENCH_DETAILS || "{}");

const input = createInterface({ input: process.stdin });
const answers = input[Symbol.asyncIterator]();

/** Tells whoever started this how far it is, and waits until it may go on. */
export async function say(line) {
  console.log(line);
  await answers.next();
}

/** Runs `measure({ page, url, devtools })`; the page is still empty. */
export async function visit(measure) {
  const profile = await mkdtemp(join(tmpdir(), "courtyard-bench-browser-"));
  let browser;
  const close = async () => {
    input.close();
    await browser?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => close().finally(() => process.exit(1)));
  try {
    browser = await launch(profile);
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(patience);
    const devtools = await page.context().newCDPSession(page);
    console.log(JSON.stringify(await measure({ page, url, devtools })));
  } finally {
    await close();
  }
}

async function launch(profile) {
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--ignore-certificate-errors-spki-list=${fingerprint}`,
    ],
  });
  const [name, ...value] = cookie.split("=");
  await browser.addCookies([{ name, value: value.join("="), url, secure: true, httpOnly: true, sameSite: "Strict" }]);
  return browser;
}

/** A message on the screen. */
export const anyMessage = ":is(article, [role=article])[data-seq]:visible";

/** Goes to a path and waits until a message is on the screen. */
export async function openAt(page, path = "") {
  await page.goto(url + path, { waitUntil: "commit" });
  await page.locator(anyMessage).first().waitFor({ state: "visible" });
}

export const oneDecimal = (number) => Math.round(number * 10) / 10;

/** The value below which a share of the numbers lies. */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
