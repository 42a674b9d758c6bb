import type { Channel, Message, Workspace, WorkspaceRole } from './api/types';

/** From least to most; the server decides, this only hides what it would refuse. */
export const roles: readonly WorkspaceRole[] = ['member', 'moderator', 'admin', 'owner'];

export type Verb =
  | 'invite'
  | 'create-channel'
  | 'edit-channel'
  | 'arrange-channels'
  | 'hide-channel'
  | 'post'
  | 'archive-channel'
  | 'delete-channel'
  | 'call-everybody'
  | 'edit-workspace'
  | 'remove-member'
  | 'see-inviters'
  | 'delete-messages'
  | 'pin-messages'
  | 'make-emoji'
  | 'delete-emoji'
  | 'delete-workspace';

const needed: Record<Verb, WorkspaceRole> = {
  invite: 'moderator',
  'create-channel': 'moderator',
  'edit-channel': 'moderator',
  'arrange-channels': 'moderator',
  'hide-channel': 'admin',
  post: 'moderator',
  'archive-channel': 'admin',
  'delete-channel': 'admin',
  'call-everybody': 'moderator',
  'edit-workspace': 'admin',
  'remove-member': 'admin',
  'see-inviters': 'admin',
  'delete-messages': 'moderator',
  'pin-messages': 'moderator',
  'make-emoji': 'moderator',
  'delete-emoji': 'moderator',
  'delete-workspace': 'owner',
};

const rank = (role: WorkspaceRole) => roles.indexOf(role);

export const can = (role: WorkspaceRole | undefined, verb: Verb): boolean =>
  role !== undefined && rank(role) >= rank(needed[verb]);

/** Whether I may do something in a channel: who made it as a private one may do everything there. */
export const canIn = (channel: Channel, me: Standing, verb: Verb): boolean =>
  can(me.role, verb) || (channel.private && channel.manager === me.id);

/** Whether I may write in a channel; answers in its threads everybody may give. */
export const canPost = (channel: Channel, me: Standing): boolean =>
  channel.posting === 'everyone' || canIn(channel, me, 'post');

/** Whether I may edit a message: my own, in a place where I may still write. */
export const mayEdit = (
  channel: Channel,
  me: Standing,
  message: Pick<Message, 'author' | 'thread' | 'to_channel'>,
): boolean => message.author === me.id && (canPost(channel, me) || (Boolean(message.thread) && !message.to_channel));

/** Whether I may pin there: everybody may in a direct channel, and where the channel's setting says so. */
export const mayPin = (channel: Channel, me: Standing): boolean =>
  channel.kind === 'direct' || channel.pinning === 'everyone' || canIn(channel, me, 'pin-messages');

/** Whether I may delete a message: my own, or by right; in a direct channel nobody deletes for others. */
export const mayDelete = (channel: Channel, me: Standing, author: number): boolean =>
  author === me.id || (channel.kind !== 'direct' && canIn(channel, me, 'delete-messages'));

export interface Standing {
  id: number;
  role: WorkspaceRole;
}

/** The roles that `me` may give to `target`, besides the present one. */
export function assignable(me: Standing, target: Standing): WorkspaceRole[] {
  const others = roles.filter((role) => role !== target.role);
  if (me.role === 'owner') return others;
  if (me.id === target.id) return others.filter((role) => rank(role) < rank(me.role));
  if (me.role !== 'admin' || rank(target.role) >= rank(me.role)) return [];
  return others.filter((role) => rank(role) < rank(me.role));
}

/** Whether `me` may take `target` out of the workspace; leaving is another thing. */
export function removable(me: Standing, target: Standing): boolean {
  if (me.id === target.id || !can(me.role, 'remove-member')) return false;
  return me.role === 'owner' || rank(target.role) < rank(me.role);
}

const leastToShare = { admins: 'admin', moderators: 'moderator', members: 'member' } as const;

/** Whether my role lets me share files of a workspace with people without an account. */
export const sharesFiles = ({ role, file_links: by }: Pick<Workspace, 'role' | 'file_links'>): boolean =>
  by !== 'nobody' && roles.indexOf(role) >= roles.indexOf(leastToShare[by]);
