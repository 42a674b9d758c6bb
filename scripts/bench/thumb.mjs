// A photograph is picked and sent at once: the time until it stands in the channel as a picture.
import { details, oneDecimal, openAt, patience, visit } from "./visit.mjs";

const pictures = "[role=log] article img[src*='/thumb']";

await visit(async ({ page }) => {
  await openAt(page, details.path);
  const input = page.locator("input[type=file]").first();
  await input.waitFor({ state: "attached" });
  await page.waitForTimeout(1_500); // what is fetched after the first screen
  const begun = performance.now();
  await input.setInputFiles(details.photo);
  await page.locator("main [data-composer]").press("Enter");
  await page.waitForFunction(
    (which) => [...document.querySelectorAll(which)].some((one) => one.complete && one.naturalWidth > 0),
    pictures,
    { timeout: patience, polling: "raf" },
  );
  return { files_thumb_ms: oneDecimal(performance.now() - begun) };
});
