// From a click on a channel's link to its messages on the screen: channels seen for the first time, then again.
import { details, oneDecimal, openAt, percentile, visit } from "./visit.mjs";

/** Clicks a link and gives the milliseconds until the frame in which the channel's messages are shown. */
function switchTo(name) {
  const link = [...document.querySelectorAll("nav a")].find((one) => one.getAttribute("aria-label") === name);
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const look = (now) => {
      const log = document.querySelector("[role=log]");
      const shown =
        log?.getAttribute("aria-label")?.endsWith(`#${name}`) &&
        log.querySelector("[data-seq]") &&
        getComputedStyle(log).visibility === "visible";
      // A frame later what this one has drawn is on the screen.
      if (shown) requestAnimationFrame(() => resolve(performance.now() - begun));
      else if (now - begun > 10_000) reject(new Error(`#${name} does not come`));
      else requestAnimationFrame(look);
    };
    link.click();
    requestAnimationFrame(look);
  });
}

await visit(async ({ page }) => {
  await openAt(page);
  await page.waitForTimeout(1_500); // what is fetched after the first screen
  const times = { cold: [], warm: [] };
  for (const name of details.names) {
    times.cold.push(await page.evaluate(switchTo, name));
    await page.waitForTimeout(200);
  }
  const last = details.names.slice(-6); // as many as a page keeps, the open one aside
  for (let round = 0; round < 5; round++) {
    for (const name of last) {
      times.warm.push(await page.evaluate(switchTo, name));
      await page.waitForTimeout(200);
    }
  }
  return {
    conversation_switch_cold_ms: oneDecimal(percentile(times.cold, 0.95)),
    conversation_switch_warm_ms: oneDecimal(percentile(times.warm.slice(last.length), 0.95)),
  };
});
