import type { Invitation } from '../../api/types';

/** Somebody with those who came by his invites. */
export interface Branch {
  account: number;
  /** UTC milliseconds; 0: no longer a member. */
  joinedAt: number;
  invited: Branch[];
}

/**
 * Who invited whom, from those whom nobody here invited. Whoever has left but invited members stands among them, and so
 * does who was there before his inviter, who has left and come back since.
 */
export function inviterTree(list: Invitation[]): Branch[] {
  const members = list.map((one) => ({ account: one.account, joinedAt: one.joined_at, invited: [] }) as Branch);
  const branches = new Map(members.map((one) => [one.account, one]));
  const roots: Branch[] = [];
  for (const { account, invited_by = 0, joined_at } of list) {
    const own = branches.get(account)!;
    const known = branches.get(invited_by);
    if (known && known.joinedAt < joined_at) known.invited.push(own);
    else if (known || !invited_by) roots.push(own);
    else {
      const gone: Branch = { account: invited_by, joinedAt: 0, invited: [own] };
      branches.set(invited_by, gone);
      roots.push(gone);
    }
  }
  return roots;
}
