import { describe, expect, it } from 'vitest';
import { dayKey, isZone, longDay, timeOfDay } from './format';

const evening = Date.UTC(2026, 10, 20, 14, 5); // 23:05 in Tokyo
const later = Date.UTC(2026, 10, 20, 15, 5); // 00:05 on the 21st in Tokyo
const tokyo = { locale: 'ja', zone: 'Asia/Tokyo' };

describe('times', () => {
  it('are written as an office in Japan writes them', () => {
    expect(longDay(evening, tokyo)).toBe('2026年11月20日(金)');
    expect(timeOfDay(evening, tokyo)).toBe('23:05');
    expect(timeOfDay(later, tokyo)).toBe('0:05');
  });

  it('follow the locale elsewhere', () => {
    expect(longDay(evening, { locale: 'en-GB', zone: 'Europe/London' })).toMatch(/^Friday,? 20 November 2026$/);
    expect(timeOfDay(evening, { locale: 'en-GB', zone: 'Europe/London' })).toBe('14:05');
    expect(timeOfDay(evening, { locale: 'en-US', zone: 'America/New_York' })).toMatch(/^9:05\sAM$/);
  });

  it('belong to the day of the reader, not of the server', () => {
    expect(dayKey(evening, 'Asia/Tokyo')).toBe('2026-11-20');
    expect(dayKey(later, 'Asia/Tokyo')).toBe('2026-11-21');
    expect(dayKey(later, 'UTC')).toBe('2026-11-20');
    expect(dayKey(Date.UTC(2026, 10, 20, 18, 20), 'Asia/Kathmandu')).toBe('2026-11-21');
  });

  it('never fail over a time zone that the browser does not know', () => {
    expect(isZone('Asia/Tokyo')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
