// Opens the server in a cold browser as somebody who is signed in, and prints one line of JSON:
// the time from going there to the first message on the screen, and the KiB that came over the wire until then.
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { chromium } = createRequire(new URL("../../e2e/package.json", import.meta.url))("playwright-core");
const { BENCH_URL: url, BENCH_COOKIE: cookie, BENCH_SPKI: fingerprint } = process.env;
const firstMessage = ":is(article, [role=article])[data-seq]:visible";
const patience = 30_000;

const profile = await mkdtemp(join(tmpdir(), "courtyard-bench-browser-"));
let browser;

async function close() {
  await browser?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => close().finally(() => process.exit(1)));

// Counts what the network gave, headers included, compressed as it was sent.
async function countBytes(page) {
  const network = await page.context().newCDPSession(page);
  const total = { bytes: 0 };
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    total.bytes += Math.max(0, encodedDataLength);
  });
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  return total;
}

async function measure() {
  browser = await chromium.launchPersistentContext(profile, {
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
  await browser.addCookies([
    { name, value: value.join("="), url, secure: true, httpOnly: true, sameSite: "Strict" },
  ]);
  const page = browser.pages()[0] ?? (await browser.newPage());
  const total = await countBytes(page);
  await page.setExtraHTTPHeaders({ "accept-encoding": "gzip" }); // the size to reach is one of gzip
  const begun = performance.now();
  await page.goto(url, { waitUntil: "commit", timeout: patience });
  await page.locator(firstMessage).first().waitFor({ state: "visible", timeout: patience });
  const took = performance.now() - begun;
  return { first_message_ms: Math.round(took * 10) / 10, shell_kib: Math.round((total.bytes / 1024) * 10) / 10 };
}

try {
  console.log(JSON.stringify(await measure()));
} finally {
  await close();
}
