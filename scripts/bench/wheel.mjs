// Turns the wheel over the log of a channel back to an older message, and notes how long the frames take meanwhile.
import { oneDecimal, percentile } from "./visit.mjs";

/** Milliseconds between two turns. */
const every = 16;

/** Notes the time of every frame, tasks of over 100 ms, and how far anything was moved. */
function watch() {
  const seen = { frames: [], longTasks: 0, shift: 0 };
  window.benchSeen = seen;
  let last = performance.now();
  const frame = (now) => {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    seen.longTasks += list.getEntries().filter((entry) => entry.duration > 100).length;
  }).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += entry.value;
  }).observe({ type: "layout-shift" });
}

const topSeq = () =>
  Math.min(...[...document.querySelectorAll("[role=log] [data-seq]")].map((one) => Number(one.dataset.seq)));

/** Each turn is so many px; every so many turns it is looked whether the message with the seq `until` is reached. */
export async function wheelBack({ page, devtools }, { turn, look, until }) {
  const { x, y, width, height } = await page.getByRole("log").boundingBox();
  const at = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.waitForTimeout(1_500); // what is fetched after the first screen
  await page.evaluate(watch);
  let turns = 0;
  for (let next = performance.now(); ; turns++) {
    if (turns % look === 0 && (await page.evaluate(topSeq)) <= until) break;
    await devtools.send("Input.dispatchMouseEvent", { type: "mouseWheel", ...at, deltaX: 0, deltaY: -turn });
    next = Math.max(next + every, performance.now());
    await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
  }
  const seen = await page.evaluate("window.benchSeen");
  const share = (part) => oneDecimal(percentile(seen.frames, part));
  console.error(`${turns} turns, ${seen.frames.length} frames, p50 ${share(0.5)}, p99 ${share(0.99)} ms`);
  return { p95: share(0.95), longTasks: seen.longTasks, shift: seen.shift };
}
