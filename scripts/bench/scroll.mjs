// The wheel from the newest message back to the middle of a long channel, much quicker than a hand turns it: how long the frames take.
import { details, openAt, visit } from "./visit.mjs";
import { wheelBack } from "./wheel.mjs";

await visit(async (browser) => {
  await openAt(browser.page, details.path);
  const { p95, longTasks } = await wheelBack(browser, { turn: 600, look: 60, until: details.middle });
  return { conversation_scroll_p95_ms: p95, conversation_long_tasks: longTasks };
});
