import { minuteOfDay } from '../notifications/policy';

const minute = 60_000;
const [day, morning] = [24 * 60, 8 * 60];

/** Eight o'clock of the next day in a time zone. */
export function nextMorning(now: number, zone: string): number {
  return Math.floor(now / minute + day - minuteOfDay(now, zone) + morning) * minute;
}
