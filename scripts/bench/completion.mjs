// From a key in a mention to the list of people on the screen, among all members of a large office.
import { details, oneDecimal, openAt, percentile, visit } from "./visit.mjs";

/** Notes how long each key took until the frame that shows the list for it. */
function watchKeys() {
  window.benchKeys = [];
  let pressed = 0;
  document.addEventListener("keydown", () => (pressed = performance.now()), true);
  document.addEventListener("input", () => {
    const typed = document.activeElement.value.split("@").at(-1);
    const look = () => {
      const first = document.querySelector("[role=listbox] [role=option]")?.textContent.toLowerCase();
      // A frame later what this one has drawn is on the screen.
      if (first?.includes(typed)) requestAnimationFrame(() => window.benchKeys.push(performance.now() - pressed));
      else if (performance.now() - pressed < 5_000) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

await visit(async ({ page }) => {
  await openAt(page, details.path);
  await page.waitForTimeout(1_500);
  const field = page.getByRole("textbox", { name: /^(Message|#)/ });
  await field.pressSequentially("@m");
  await page.getByRole("option").first().waitFor();
  await page.waitForLoadState("networkidle"); // the directory is here
  await field.fill("");
  await page.evaluate(watchKeys);
  let keys = 0;
  for (const name of ["member12", "member407", "er 33", "member2999"]) {
    await field.fill("@");
    await page.waitForTimeout(300);
    await page.evaluate("window.benchKeys.pop()"); // filled in, not typed
    const before = await page.evaluate("window.benchKeys.length");
    for (const key of name.replace(" ", "")) {
      await page.keyboard.press(key);
      await page.waitForTimeout(100);
      keys++;
    }
    console.error(`@${name}: ${(await page.evaluate("window.benchKeys.length")) - before} lists`);
    await field.fill("");
  }
  const times = await page.evaluate("window.benchKeys");
  if (times.length < keys / 2) throw new Error(`only ${times.length} of ${keys} keys showed a list`);
  return { conversation_mention_complete_ms: oneDecimal(percentile(times, 0.95)) };
});
