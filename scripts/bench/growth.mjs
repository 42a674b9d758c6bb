// What the page holds after minutes of messages and reactions in the open channel, beyond what it held after the first of them.
import { details, oneDecimal, openAt, say, visit } from "./visit.mjs";

async function heap(devtools) {
  for (let i = 0; i < 3; i++) await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  return usedSize;
}

await visit(async ({ page, devtools }) => {
  await openAt(page, details.path);
  await page.waitForTimeout(2_000);
  await devtools.send("HeapProfiler.enable");
  await say("ready"); // a minute of the load is over: what grows once has grown
  const before = await heap(devtools);
  await say("measured");
  const after = await heap(devtools);
  const newest = await page.evaluate(() => Math.max(...[...document.querySelectorAll("[role=log] [data-seq]")].map((one) => Number(one.dataset.seq))));
  console.error(`from ${oneDecimal(before / 1e6)} to ${oneDecimal(after / 1e6)} MB, at message ${newest}`);
  return { conversation_heap_growth_mb: oneDecimal((after - before) / 1e6) };
});
