import { describe, expect, it } from 'vitest';
import type { Channel } from './api/types';
import { assignable, can, mayEdit, removable } from './rights';

const aiko = { id: 1, role: 'owner' } as const;
const ben = { id: 2, role: 'admin' } as const;
const chie = { id: 3, role: 'moderator' } as const;
const dan = { id: 4, role: 'member' } as const;

describe('what a role may do', () => {
  it('grows with the rank', () => {
    expect([dan, chie, ben, aiko].map(({ role }) => can(role, 'invite'))).toEqual([false, true, true, true]);
    expect([dan, chie, ben, aiko].map(({ role }) => can(role, 'edit-workspace'))).toEqual([false, false, true, true]);
    expect(can(undefined, 'invite')).toBe(false);
  });

  it('lets roles be given only from above, and owners by owners', () => {
    expect(assignable(ben, dan)).toEqual(['moderator']);
    expect(assignable(ben, aiko)).toEqual([]);
    expect(assignable(chie, dan)).toEqual([]);
    expect(assignable(aiko, { id: 5, role: 'owner' })).toEqual(['member', 'moderator', 'admin']);
  });

  it('lets everybody give up the own role', () => {
    expect(assignable(chie, chie)).toEqual(['member']);
    expect(assignable(dan, dan)).toEqual([]);
  });

  it('lets nobody remove an equal, except an owner', () => {
    expect(removable(ben, { id: 6, role: 'admin' })).toBe(false);
    expect(removable(aiko, { id: 5, role: 'owner' })).toBe(true);
    expect(removable(ben, dan)).toBe(true);
    expect(removable(aiko, aiko)).toBe(false);
  });

  it('lets an author edit where he may still write', () => {
    const [news, talk] = [{ posting: 'moderators' }, { posting: 'everyone' }] as Channel[];
    const reply = { author: dan.id, thread: 7 };
    expect(mayEdit(talk!, dan, { author: dan.id })).toBe(true);
    expect(mayEdit(talk!, dan, { author: chie.id })).toBe(false);
    expect(mayEdit(news!, dan, { author: dan.id })).toBe(false);
    expect(mayEdit(news!, dan, { ...reply, to_channel: true })).toBe(false);
    expect(mayEdit(news!, dan, reply)).toBe(true);
    expect(mayEdit(news!, chie, { author: chie.id })).toBe(true);
  });
});
