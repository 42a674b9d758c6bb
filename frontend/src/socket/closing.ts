/** What the end of a connection asks of us; decided by number, never by text. */
export type Closing =
  { then: 'reconnect'; after?: number } | { then: 'sign-in' } | { then: 'stop' } | { then: 'reload' };

/** Seconds to stay away after 4429, too many. */
const tooMany = 30;

/** The meaning of a close code; no known code means: come back with back-off. */
export function closing(code: number, reason: string): Closing {
  switch (code) {
    case 4401:
      return { then: 'sign-in' };
    case 4403:
      return { then: 'stop' };
    case 4410:
      return { then: 'reload' };
    case 4429:
      return { then: 'reconnect', after: tooMany * 1000 };
    case 1001:
      return { then: 'reconnect', after: goingAway(reason) };
    default:
      return { then: 'reconnect' };
  }
}

function goingAway(reason: string): number | undefined {
  const seconds = /retry after (\d+)/.exec(reason)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
