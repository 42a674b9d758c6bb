import { beforeEach, describe, expect, it } from 'vitest';
import { ScrollKeeper } from './scroll-keeper';

let list: { at: number; size: number; viewport: number };
let keeper: ScrollKeeper;
let now: number;

beforeEach(() => {
  list = { at: 0, size: 400, viewport: 400 };
  now = 0;
  const view = {
    offset: () => list.at,
    size: () => list.size,
    viewport: () => list.viewport,
    toEnd: () => void (list.at = list.size - list.viewport),
    leaveStart: () => void (list.at = 1),
  };
  keeper = new ScrollKeeper(view, () => now);
});

/** The reader scrolls, long after the list last changed. */
function scrollTo(at: number) {
  now += 1_000;
  list.at = at;
  keeper.scrolled();
}

describe('the scroll keeper', () => {
  it('follows new messages while the reader is at the end', () => {
    list.size = 900;
    keeper.resized();
    expect(list.at).toBe(500);
  });

  it('follows new messages after the reader was led to one where all are in view', () => {
    keeper.leadAway();
    list.size = 900;
    keeper.resized();
    expect(list.at).toBe(500);
    keeper.leadAway();
    list.size = 1_000;
    keeper.resized();
    expect(list.at).toBe(500);
  });

  it('stays where the reader scrolled to', () => {
    list.size = 2_000;
    keeper.resized();
    scrollTo(1_600);
    scrollTo(700);
    list.size = 2_100;
    keeper.resized();
    expect(list.at).toBe(700);
    expect(keeper.atEnd).toBe(false);
  });

  it('does not let go when rows above turn out larger than estimated', () => {
    list.size = 2_000;
    keeper.resized();
    list.size = 2_300;
    scrollTo(1_650);
    keeper.resized();
    expect(list.at).toBe(1_900);
  });

  it('does not take a correction by the list for the reader', () => {
    list.size = 2_000;
    keeper.resized();
    list.size = 3_000;
    list.at = 1_400;
    keeper.scrolled();
    keeper.resized();
    expect(list.at).toBe(2_600);
  });

  it('lets go at once when the reader turns the wheel while messages pour in', () => {
    list.size = 2_000;
    keeper.resized();
    keeper.scrolled();
    keeper.gesture();
    list.at = 1_400;
    keeper.scrolled();
    list.size = 2_100;
    keeper.resized();
    expect(list.at).toBe(1_400);
  });

  it('follows again once the reader is back at the end', () => {
    list.size = 2_000;
    scrollTo(1_600);
    scrollTo(700);
    scrollTo(1_560);
    list.size = 2_080;
    keeper.resized();
    expect(list.at).toBe(1_680);
  });

  it('keeps the end in sight when the composer grows', () => {
    list.size = 2_000;
    keeper.resized();
    list.viewport = 300;
    keeper.resized();
    expect(list.at).toBe(1_700);
  });

  it('stays at the "new" line until told to go to the newest', () => {
    list.size = 2_000;
    list.at = 900;
    keeper.release();
    keeper.resized();
    expect(list.at).toBe(900);
    keeper.stick();
    expect(list.at).toBe(1_600);
  });

  it('leaves the very start when rows change there, where the list would wait for a scroll that cannot come', () => {
    list.size = 9_000;
    scrollTo(8_600);
    scrollTo(0);
    keeper.resized();
    expect(list.at).toBe(1);
  });
});
