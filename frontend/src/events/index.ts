import { categoriesUpdated, type CategoriesUpdated } from './categories-updated';
import { channelJoined, type ChannelJoined } from './channel-joined';
import { channelLeft, type ChannelLeft } from './channel-left';
import { channelTouched, type ChannelTouched } from './channel-touched';
import { channelUpdated, type ChannelUpdated } from './channel-updated';
import { draftUpdated, type DraftUpdated } from './draft-updated';
import { emojiCreated, type EmojiCreated } from './emoji-created';
import { emojiDeleted, type EmojiDeleted } from './emoji-deleted';
import { instanceDegraded, type InstanceDegraded } from './instance-degraded';
import { memberJoined, type MemberJoined } from './member-joined';
import { memberLeft, type MemberLeft } from './member-left';
import { memberUpdated, type MemberUpdated } from './member-updated';
import { membershipUpdated, type MembershipUpdated } from './membership-updated';
import { messageCreated, type MessageCreated } from './message-created';
import { messageDeleted, type MessageDeleted } from './message-deleted';
import { messageUpdated, type MessageUpdated } from './message-updated';
import { meUpdated, type MeUpdated } from './me-updated';
import { presence, type PresenceEvent } from './presence';
import { readUpdated, type ReadUpdated } from './read-updated';
import { roleChanged, type RoleChanged } from './role-changed';
import { threadUpdated, type ThreadUpdated } from './thread-updated';
import { typing, type TypingEvent } from './typing';
import { workspaceJoined, type WorkspaceJoined } from './workspace-joined';
import { workspaceLeft, type WorkspaceLeft } from './workspace-left';
import { workspaceMembershipUpdated, type WorkspaceMembershipUpdated } from './workspace-membership-updated';
import { workspaceUpdated, type WorkspaceUpdated } from './workspace-updated';

export type ServerEvent =
  | CategoriesUpdated
  | ChannelJoined
  | ChannelLeft
  | ChannelTouched
  | ChannelUpdated
  | DraftUpdated
  | EmojiCreated
  | EmojiDeleted
  | InstanceDegraded
  | MemberJoined
  | MemberLeft
  | MemberUpdated
  | MembershipUpdated
  | MessageCreated
  | MessageDeleted
  | MessageUpdated
  | MeUpdated
  | PresenceEvent
  | ReadUpdated
  | RoleChanged
  | ThreadUpdated
  | TypingEvent
  | WorkspaceJoined
  | WorkspaceLeft
  | WorkspaceMembershipUpdated
  | WorkspaceUpdated;

type Handlers = { [Type in ServerEvent['type']]: (event: Extract<ServerEvent, { type: Type }>) => void };

/** Every server event and what it does. */
const handlers: Handlers = {
  'categories.updated': categoriesUpdated,
  'channel.joined': channelJoined,
  'channel.left': channelLeft,
  'channel.touched': channelTouched,
  'channel.updated': channelUpdated,
  'draft.updated': draftUpdated,
  'emoji.created': emojiCreated,
  'emoji.deleted': emojiDeleted,
  'instance.degraded': instanceDegraded,
  'member.joined': memberJoined,
  'member.left': memberLeft,
  'member.updated': memberUpdated,
  'membership.updated': membershipUpdated,
  'message.created': messageCreated,
  'message.deleted': messageDeleted,
  'message.updated': messageUpdated,
  'me.updated': meUpdated,
  presence,
  'read.updated': readUpdated,
  'role.changed': roleChanged,
  'thread.updated': threadUpdated,
  typing,
  'workspace.joined': workspaceJoined,
  'workspace.left': workspaceLeft,
  'workspace.membership.updated': workspaceMembershipUpdated,
  'workspace.updated': workspaceUpdated,
};

/** Hands an event to its handler; types that a newer server may send are ignored and heal by rev. */
export function dispatch(event: { type: string }) {
  const handler = handlers[event.type as ServerEvent['type']] as ((event: { type: string }) => void) | undefined;
  handler?.(event);
}
