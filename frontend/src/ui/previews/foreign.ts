/** How long a text may be that comes out of the workshop, in characters. */
export const mostText = 4 << 20;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
