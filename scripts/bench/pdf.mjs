// The preview of a long PDF is opened: the time until its first page stands there, drawn.
import { details, oneDecimal, openAt, patience, visit } from "./visit.mjs";

await visit(async ({ page }) => {
  await openAt(page, details.path);
  const card = page.getByRole("log").getByRole("group", { name: details.name, exact: true }).last();
  await card.waitFor();
  await page.waitForTimeout(1_500); // what is fetched after the first screen
  const begun = performance.now();
  await card.getByRole("button", { name: `Show ${details.name} here` }).click();
  await page.waitForFunction(
    () => [...document.querySelectorAll("[data-page='1'] img")].some((one) => one.complete && one.naturalWidth > 0),
    undefined,
    { timeout: patience, polling: "raf" },
  );
  return { files_pdf_first_ms: oneDecimal(performance.now() - begun) };
});
