import { categoriesUpdated, type CategoriesUpdated } from './categories-updated';
import { channelJoined, type ChannelJoined } from './channel-joined';
import { channelLeft, type ChannelLeft } from './channel-left';
import { channelUpdated, type ChannelUpdated } from './channel-updated';
import { instanceDegraded, type InstanceDegraded } from './instance-degraded';
import { memberJoined, type MemberJoined } from './member-joined';
import { memberLeft, type MemberLeft } from './member-left';
import { memberUpdated, type MemberUpdated } from './member-updated';
import { messageCreated, type MessageCreated } from './message-created';
import { meUpdated, type MeUpdated } from './me-updated';
import { readUpdated, type ReadUpdated } from './read-updated';
import { roleChanged, type RoleChanged } from './role-changed';
import { workspaceJoined, type WorkspaceJoined } from './workspace-joined';
import { workspaceLeft, type WorkspaceLeft } from './workspace-left';
import { workspaceUpdated, type WorkspaceUpdated } from './workspace-updated';

export type ServerEvent =
  | CategoriesUpdated
  | ChannelJoined
  | ChannelLeft
  | ChannelUpdated
  | InstanceDegraded
  | MemberJoined
  | MemberLeft
  | MemberUpdated
  | MessageCreated
  | MeUpdated
  | ReadUpdated
  | RoleChanged
  | WorkspaceJoined
  | WorkspaceLeft
  | WorkspaceUpdated;

type Handlers = { [Type in ServerEvent['type']]: (event: Extract<ServerEvent, { type: Type }>) => void };

/** Every server event and what it does. */
const handlers: Handlers = {
  'categories.updated': categoriesUpdated,
  'channel.joined': channelJoined,
  'channel.left': channelLeft,
  'channel.updated': channelUpdated,
  'instance.degraded': instanceDegraded,
  'member.joined': memberJoined,
  'member.left': memberLeft,
  'member.updated': memberUpdated,
  'message.created': messageCreated,
  'me.updated': meUpdated,
  'read.updated': readUpdated,
  'role.changed': roleChanged,
  'workspace.joined': workspaceJoined,
  'workspace.left': workspaceLeft,
  'workspace.updated': workspaceUpdated,
};

/** Hands an event to its handler; types that a newer server may send are ignored and heal by rev. */
export function dispatch(event: { type: string }) {
  const handler = handlers[event.type as ServerEvent['type']] as ((event: { type: string }) => void) | undefined;
  handler?.(event);
}
