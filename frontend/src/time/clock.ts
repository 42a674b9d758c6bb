import { session } from '../state/session.svelte';
import { language } from '../words/index.svelte';
import { isZone, type Clock } from './format';

/** The clock of the person who reads: own time zone, else the instance's, else the browser's. */
export function clock(): Clock {
  const zone = session.me?.time_zone || session.capabilities?.time_zone || '';
  return { locale: locale(), zone: zone && isZone(zone) ? zone : '' };
}

function locale(): string {
  if (language() === 'ja') return 'ja';
  return navigator.language.startsWith('en') ? navigator.language : 'en-GB';
}
