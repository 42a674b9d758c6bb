/** Where the arrow keys lead in groups of rows of so many columns: the index among all, counted through the groups. */
export function step(sizes: number[], columns: number, from: number, key: string): number | undefined {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return undefined;
  if (key === 'ArrowRight') return Math.min(from + 1, total - 1);
  if (key === 'ArrowLeft') return Math.max(from - 1, 0);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  if (from < 0) return 0;
  const rows = rowsOf(sizes, columns);
  const now = rows.findIndex(([start, length]) => from < start + length);
  const next = rows[now + (key === 'ArrowDown' ? 1 : -1)];
  if (!next) return from;
  const [start, length] = next;
  return start + Math.min(from - rows[now]![0], length - 1);
}

/** Each row's first index and length. */
function rowsOf(sizes: number[], columns: number): [number, number][] {
  const rows: [number, number][] = [];
  let first = 0;
  for (const size of sizes) {
    for (let at = 0; at < size; at += columns) rows.push([first + at, Math.min(columns, size - at)]);
    first += size;
  }
  return rows;
}
