// From the moment the network is back to a screen that shows everything that was missed: the open channel's last message, and the
// right number of unread messages at all others.
import { details, oneDecimal, openAt, say, visit } from "./visit.mjs";

/** Tells the page that the network is back, as the browser does, and waits for the right screen. */
function comeBack({ missed, last, open }) {
  const numbers = () => {
    const found = {};
    for (const link of document.querySelectorAll("nav a[aria-label]")) {
      const description = document.getElementById(link.getAttribute("aria-describedby") ?? "")?.textContent ?? "";
      found[link.getAttribute("aria-label")] = Number(/\d+/.exec(description)?.[0] ?? 0);
    }
    return found;
  };
  const right = () => {
    const newest = [...document.querySelectorAll("[role=log] [data-seq]")].at(-1)?.textContent ?? "";
    const shown = numbers();
    return newest.includes(last) && Object.entries(missed).every(([name, count]) => name === open || Math.min(shown[name], 99) === Math.min(count, 99));
  };
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const look = (now) => {
      if (right()) requestAnimationFrame(() => resolve(performance.now() - begun));
      else if (now - begun > 20_000) reject(new Error(`not right: ${JSON.stringify(numbers())}`));
      else requestAnimationFrame(look);
    };
    dispatchEvent(new Event("online"));
    requestAnimationFrame(look);
  });
}

await visit(async ({ page }) => {
  await openAt(page, details.path);
  await page.waitForTimeout(2_000);
  await say("here"); // when the answer comes the cable is cut and everything is said
  await page.waitForTimeout(1_500);
  await say("mend");
  const took = await page.evaluate(comeBack, { ...details, open: "general" });
  return { conversation_return_ms: oneDecimal(took) };
});
