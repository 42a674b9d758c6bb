/** Browsers call these rarely or never in a frame that is not looked at. */
export function drawUnseen() {
  globalThis.requestAnimationFrame = (callback) => setTimeout(() => callback(performance.now())) as unknown as number;
}
