import { markUnread } from '../../../actions/reading';
import { markThreadUnread, showReply } from '../../../actions/threads';
import { setPinned } from '../../../actions/pins';
import type { Message } from '../../../api/types';
import { mayDelete, mayEdit, mayPin } from '../../../rights';
import { layout } from '../../../state/layout.svelte';
import { marked } from '../../../state/marked.svelte';
import { channels, workspaces } from '../../../state/places.svelte';
import { quoting } from '../../../state/quoting.svelte';
import { messagePath, openWorkspace } from '../../../state/route.svelte';
import { myId } from '../../../state/session.svelte';
import { w } from '../../../words/index.svelte';
import { copyAndTell, copyLinkTo } from '../../invites/copy';

export interface Act {
  name: string;
  danger?: boolean;
  do: () => void;
}

/** What I may do with a message; in a channel that can only be read, little. */
export function actsOn(message: Message) {
  const channel = channels.get(message.channel);
  const open = channel !== undefined && !channel.archived_at && !channel.closed;
  const me = { id: myId(), role: workspaces.get(channel?.workspace ?? 0)?.role ?? 'member' } as const;
  return {
    changes: open,
    edits: open && mayEdit(channel, me, message),
    deletes: open && mayDelete(channel, me, message.author),
    pins: open && mayPin(channel, me),
    knowsReaders: (channel && channel.kind !== 'direct' && workspaces.get(channel.workspace)?.seen_by) ?? false,
  };
}

/** In the place where the message is shown; below its root in the stream it is only hinted at. */
export function edit(message: Message, thread: number) {
  marked.editing = { id: message.id, thread };
  if (thread && !isOpen(thread)) showReply(message);
}

const isOpen = (thread: number) => layout.pane?.kind === 'thread' && layout.pane.root === thread;

export const ask = (kind: NonNullable<typeof marked.dialog>['kind'], message: Message) =>
  (marked.dialog = { kind, message });

/** Into the composer beside which the message stands. */
function quote({ id, channel }: Message, thread: number) {
  quoting.begin({ channel, thread }, id);
  if (thread && !isOpen(thread)) return layout.openPane({ kind: 'thread', channel, root: thread, answers: thread });
  document.querySelector<HTMLElement>(`${thread ? 'aside' : 'main'} [data-composer]`)?.focus();
}

/** A reply that stands in its thread is unread there, everything else in the channel. */
function unread(message: Message, thread: number) {
  void (thread && message.thread ? markThreadUnread(message, thread) : markUnread(message));
}

/** Where a message is found; one of a direct channel in the workspace that is open. */
export const pathOf = (message: Message) =>
  messagePath(channels.get(message.channel)?.workspace || openWorkspace(), message);

/** What stands in the menu behind "More"; `thread` is the root of the thread in which the message is shown, 0 for the stream. */
export function furtherActs(message: Message, thread: number): Act[] {
  const may = actsOn(message);
  const acts: (Act | false)[] = [
    { name: w.markUnread, do: () => unread(message, thread) },
    message.text !== '' && { name: w.copyText, do: () => void copyAndTell(message.text) },
    { name: w.copyLink, do: () => void copyLinkTo(pathOf(message)) },
    may.changes && { name: w.quote, do: () => quote(message, thread) },
    (message.reactions?.length ?? 0) > 0 && { name: `${w.reactions}…`, do: () => ask('reactions', message) },
    may.knowsReaders && { name: `${w.seenBy}…`, do: () => ask('seen', message) },
    may.pins && {
      name: message.pinned_at ? w.unpin : w.pin,
      do: () => void setPinned(message, !message.pinned_at),
    },
  ];
  return acts.filter((act) => act !== false);
}
