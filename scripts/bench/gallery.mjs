// The wheel from the newest to the oldest of many pictures: how long the frames take, and whether anything moves by itself.
import { details, openAt, visit } from "./visit.mjs";
import { wheelBack } from "./wheel.mjs";

await visit(async (browser) => {
  await openAt(browser.page, details.path);
  const { p95, shift } = await wheelBack(browser, { turn: 300, look: 20, until: details.first });
  return { files_gallery_p95_ms: p95, files_gallery_shift: Math.round(shift * 1000) / 1000 };
});
