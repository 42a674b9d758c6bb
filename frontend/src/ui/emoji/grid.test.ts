import { describe, expect, it } from 'vitest';
import { step } from './grid';

// Two groups in three columns: 0 1 2 / 3 4, then 5 6 7 / 8.
const to = (from: number, key: string) => step([5, 4], 3, from, key);

describe('the arrow keys among emoji', () => {
  it('go one on and one back, and no further than the ends', () => {
    expect([to(4, 'ArrowRight'), to(5, 'ArrowLeft'), to(8, 'ArrowRight'), to(0, 'ArrowLeft')]).toEqual([5, 4, 8, 0]);
  });

  it('go down and up by rows, through the groups, to the nearest there is', () => {
    expect([to(1, 'ArrowDown'), to(2, 'ArrowDown'), to(4, 'ArrowDown'), to(7, 'ArrowDown')]).toEqual([4, 4, 6, 8]);
    expect([to(8, 'ArrowUp'), to(6, 'ArrowUp'), to(1, 'ArrowUp'), to(8, 'ArrowDown')]).toEqual([5, 4, 1, 8]);
  });

  it('begin at the first, and other keys go nowhere', () => {
    expect([to(-1, 'ArrowDown'), to(0, 'Enter'), step([], 3, 0, 'ArrowDown')]).toEqual([0, undefined, undefined]);
  });
});
