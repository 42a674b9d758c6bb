import { session } from '../state/session.svelte';
import { language } from '../words/index.svelte';
import { dayKey, isZone, shortMoment, timeOfDay, type Clock } from './format';

/** The clock of the person who reads: own time zone, else the instance's, else the browser's. */
export function clock(): Clock {
  const zone = session.me?.time_zone || session.capabilities?.time_zone || '';
  return { locale: locale(), zone: zone && isZone(zone) ? zone : '' };
}

/** A key that two times share when they lie on one day of the person who reads. */
export const dayOf = (time: number): string => dayKey(time, clock().zone);

/** A moment, short: its time, with the date where that is not today. */
export const momentOf = (time: number): string =>
  dayOf(time) === dayOf(Date.now()) ? timeOfDay(time, clock()) : shortMoment(time, clock());

function locale(): string {
  if (language() === 'ja') return 'ja';
  return navigator.language.startsWith('en') ? navigator.language : 'en-GB';
}
