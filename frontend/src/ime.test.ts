import { describe, expect, it } from 'vitest';
import { ImeGuard } from './ime';

const enter = { key: 'Enter', keyCode: 13, isComposing: false };

describe('while an input method composes', () => {
  it('every key belongs to it, from start to end', () => {
    const guard = new ImeGuard(true);
    expect(guard.owns(enter)).toBe(false);
    guard.started();
    for (const key of ['Enter', 'Escape', 'ArrowUp', 'Tab']) expect(guard.owns({ ...enter, key })).toBe(true);
  });

  it('the Enter that ends it is not ours either, even where the end comes first', () => {
    const guard = new ImeGuard(true);
    let tick = () => {};
    guard.started();
    guard.ended((then) => void (tick = then));
    expect(guard.owns(enter)).toBe(true);
    tick();
    expect(guard.owns(enter)).toBe(false);
  });

  it('an Enter right after the end is ours in browsers that end with the key', () => {
    const guard = new ImeGuard(false);
    guard.started();
    guard.ended(() => {});
    expect(guard.owns(enter)).toBe(false);
  });

  it('isComposing and key code 229 are believed without a start', () => {
    const guard = new ImeGuard(true);
    expect(guard.owns({ ...enter, isComposing: true })).toBe(true);
    expect(guard.owns({ ...enter, keyCode: 229 })).toBe(true);
  });
});
