import { describe, expect, it } from 'vitest';
import type { Member } from '../api/types';
import { Members } from './members.svelte';

const member = (id: number) => ({ id, name: `Member ${id}`, username: `m${id}`, role: 'member' }) as Member;

describe('the members of a workspace, loaded anew', () => {
  it('lose whoever is on no page, and keep who came meanwhile', () => {
    const members = new Members();
    members.page([member(1), member(2), member(3)]);
    members.complete();
    members.restart();
    members.page([member(1)]);
    members.put(member(4));
    members.page([member(3)]);
    expect([...members.list.keys()]).toContain(2);
    members.complete();
    expect([...members.list.keys()].sort()).toEqual([1, 3, 4]);
  });
});
