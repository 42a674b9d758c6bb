// The time from going to the server to the first message on the screen, and the KiB that came over the wire until then.
import { anyMessage, oneDecimal, visit } from "./visit.mjs";

// Counts what the network gave, headers included, compressed as it was sent.
async function countBytes(network) {
  const total = { bytes: 0 };
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    total.bytes += Math.max(0, encodedDataLength);
  });
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  return total;
}

await visit(async ({ page, url, devtools }) => {
  const total = await countBytes(devtools);
  await page.setExtraHTTPHeaders({ "accept-encoding": "gzip" }); // the size to reach is one of gzip
  const begun = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(anyMessage).first().waitFor({ state: "visible" });
  const took = performance.now() - begun;
  return { talk_first_message_ms: oneDecimal(took), talk_shell_kib: oneDecimal(total.bytes / 1024) };
});
