const units = ['KB', 'MB', 'GB', 'TB'];

/** Bytes for people, as file managers write them: 812 B, 3.2 MB, 48 GB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
  const count = bytes / 1024 ** power;
  return `${count.toFixed(count < 9.95 ? 1 : 0)} ${units[power - 1]}`;
}
