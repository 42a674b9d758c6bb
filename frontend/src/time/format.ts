/** How times are written: by language and time zone; every result follows from the arguments alone. */
export interface Clock {
  /** BCP 47; "ja" writes 2026年11月20日(金) and 24 hours. */
  locale: string;
  /** IANA name; "" is the browser's. */
  zone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format({ locale, zone }: Clock, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || undefined })));
  return found;
}

/** 10:42, or 10:42 AM where the locale says so. */
export function timeOfDay(time: number, clock: Clock): string {
  const options: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  return format(clock, clock.locale.startsWith('ja') ? { ...options, hourCycle: 'h23' } : options).format(time);
}

/** 2026年11月20日(金) in Japanese, Friday, 20 November 2026 or the locale's order elsewhere. */
export function longDay(time: number, clock: Clock): string {
  if (!clock.locale.startsWith('ja')) {
    return format(clock, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(time);
  }
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short' };
  const parts = new Map(
    format(clock, options)
      .formatToParts(time)
      .map((part) => [part.type, part.value]),
  );
  return `${parts.get('year')}年${parts.get('month')}月${parts.get('day')}日(${parts.get('weekday')})`;
}

/** A date and a time, short. */
export function shortMoment(time: number, clock: Clock): string {
  const day = { month: 'short', day: 'numeric' } as const;
  const hours = { hour: 'numeric', minute: '2-digit' } as const;
  const cycle = clock.locale.startsWith('ja') ? ({ hourCycle: 'h23' } as const) : {};
  return format(clock, { ...day, ...hours, ...cycle }).format(time);
}

const quarter = 15 * 60 * 1000;
const days = new Map<string, string>();

/** A key that two times share when they lie on one day; offsets of time zones are multiples of 15 minutes. */
export function dayKey(time: number, zone: string): string {
  const key = `${zone}|${Math.floor(time / quarter)}`;
  let day = days.get(key);
  if (day === undefined) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    day = format({ locale: 'sv', zone }, options).format(time);
    days.set(key, day);
  }
  return day;
}

const zones = new Map<string, boolean>();

/** Whether the browser knows this IANA time zone. */
export function isZone(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) zones.set(zone, (known = hasFormat(zone)));
  return known;
}

function hasFormat(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
