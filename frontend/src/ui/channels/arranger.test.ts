import { describe, expect, it } from 'vitest';
import type { Category, Channel } from '../../api/types';
import { sections, setCategories } from '../../state/categories.svelte';
import { stepped, steppedCategory } from './arranger.svelte';

const category = (id: number, position: number): Category => ({ id, workspace: 1, name: `c${id}`, position });
const channel = (id: number, of: number, position: number) => ({ id, workspace: 1, category: of, position }) as Channel;

const teams = category(10, 1);
const projects = category(11, 2);
const [general, news, sales, roof] = [channel(1, 0, 1), channel(2, 0, 2), channel(3, 10, 1), channel(4, 11, 1)];

setCategories(1, [projects, teams]);
const list = () => sections(1, [roof!, news!, sales!, general!]);

describe('the list of channels', () => {
  it('stands category by category, each in its order', () => {
    expect(list().map((one) => [one.category?.id ?? 0, one.channels.map((c) => c.id)])).toEqual([
      [0, [1, 2]],
      [10, [3]],
      [11, [4]],
    ]);
  });

  it('shows channels of a category that is gone at its beginning', () => {
    expect(sections(1, [channel(9, 99, 0)])[0]!.channels).toHaveLength(1);
  });
});

describe('a channel that is moved one step', () => {
  it('passes its neighbour', () => {
    expect(stepped(list(), 2, -1)).toEqual({ category: 0, before: 1 });
    expect(stepped(list(), 1, 1)).toEqual({ category: 0, before: 0 });
  });

  it('goes over into the category above or below', () => {
    expect(stepped(list(), 2, 1)).toEqual({ category: 10, before: 3 });
    expect(stepped(list(), 3, -1)).toEqual({ category: 0, before: 0 });
  });

  it('stays at the ends of the list', () => {
    expect(stepped(list(), 1, -1)).toBeNull();
    expect(stepped(list(), 4, 1)).toBeNull();
    expect(stepped(list(), 99, 1)).toBeNull();
  });
});

describe('a category that is moved one step', () => {
  it('passes its neighbour, and stays at the ends', () => {
    expect(steppedCategory([teams, projects], 11, -1)).toBe(10);
    expect(steppedCategory([teams, projects], 10, 1)).toBe(0);
    expect(steppedCategory([teams, projects], 10, -1)).toBeNull();
  });
});
