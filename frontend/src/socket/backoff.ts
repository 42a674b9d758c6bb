/** Milliseconds to wait before the first, second … attempt; the last one repeats. */
const delays = [300, 1_000, 2_000, 5_000, 10_000, 20_000];

/** The delay before an attempt, spread by ± 30 %, so that a thousand desktops do not come back in one moment. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const delay = delays[Math.min(attempt, delays.length - 1)]!;
  return Math.round(delay * (0.7 + 0.6 * random()));
}
