/** Emoji up to this version are in every font that a supported system has. */
const everywhere = 11;

/**
 * The newest version of Unicode's emoji whose pictures this device has, found out by drawing one of each version in two
 * colours: a picture has its own, the box that stands for a missing one takes the colour it is given.
 */
export function newestShown(rows: readonly (readonly [string, number, number, ...unknown[]])[]): number {
  const canvas = globalThis.document?.createElement('canvas');
  const drawing = canvas?.getContext('2d', { willReadFrequently: true });
  if (!canvas || !drawing) return Infinity;
  canvas.width = canvas.height = 16;
  const samples = new Map<number, string>();
  for (const [picture, , version] of rows) {
    if (version > everywhere && [...picture].length === 1 && !samples.has(version)) samples.set(version, picture);
  }
  let newest = everywhere;
  for (const [version, picture] of [...samples].sort(([a], [b]) => a - b)) {
    if (draw(drawing, picture, '#000') === draw(drawing, picture, '#f00')) newest = version;
  }
  return newest;
}

function draw(drawing: CanvasRenderingContext2D, picture: string, colour: string): string {
  drawing.clearRect(0, 0, 16, 16);
  drawing.fillStyle = colour;
  drawing.font = '12px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';
  drawing.fillText(picture, 0, 12);
  return drawing.getImageData(0, 0, 16, 16).data.join();
}
