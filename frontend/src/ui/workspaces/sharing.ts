import type { Workspace } from '../../api/types';
import { roles } from '../../rights';

const least = { admins: 'admin', moderators: 'moderator', members: 'member' } as const;

/** Whether my role lets me share files of a workspace with people without an account. */
export const sharesFiles = ({ role, file_links: by }: Pick<Workspace, 'role' | 'file_links'>): boolean =>
  by !== 'nobody' && roles.indexOf(role) >= roles.indexOf(least[by]);
