import { describe, expect, it } from 'vitest';
import { sends } from './keys';

const key = { key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const shift = { ...key, shiftKey: true };
const usual = { enterSends: true, touch: false };

describe('Enter in the composer', () => {
  it('sends, and breaks the line with Shift', () => {
    expect([sends(key, usual), sends(shift, usual)]).toEqual([true, false]);
  });

  it('does the reverse when the setting says so', () => {
    const reversed = { ...usual, enterSends: false };
    expect([sends(key, reversed), sends(shift, reversed)]).toEqual([false, true]);
  });

  it('breaks the line on a touch keyboard', () => {
    expect(sends(key, { ...usual, touch: true })).toBe(false);
  });

  it('always sends with Ctrl or ⌘, and no other key ever does', () => {
    expect(sends({ ...key, ctrlKey: true }, { enterSends: false, touch: true })).toBe(true);
    expect(sends({ ...key, key: 'a', ctrlKey: true }, usual)).toBe(false);
  });
});
