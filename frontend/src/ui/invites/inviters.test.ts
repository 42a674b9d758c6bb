import { describe, expect, it } from 'vitest';
import { inviterTree, type Branch } from './inviters';

const came = (account: number, invited_by?: number) => ({ account, invited_by, joined_at: account });
const shape = (branches: Branch[]): unknown => branches.map((one) => [one.account, shape(one.invited)]);

describe('who invited whom', () => {
  it('is a tree from the person who began', () => {
    expect(shape(inviterTree([came(1), came(2, 1), came(3, 1), came(4, 2)]))).toEqual([
      [
        1,
        [
          [2, [[4, []]]],
          [3, []],
        ],
      ],
    ]);
  });

  it('keeps whoever has left where members came by his invite', () => {
    const [root] = inviterTree([came(2, 9)]);
    expect(root).toMatchObject({ account: 9, joinedAt: 0, invited: [{ account: 2 }] });
  });

  it('begins with the elder where two have invited each other', () => {
    expect(shape(inviterTree([came(1, 2), came(2, 1), came(3, 2)]))).toEqual([[1, [[2, [[3, []]]]]]]);
  });
});
