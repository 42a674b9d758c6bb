import { clearNewLine, markAllRead, markRead } from '../../actions/reading';
import type { Channel } from '../../api/types';
import { layout } from '../../state/layout.svelte';
import { channelsOf } from '../../state/places.svelte';
import { channelPath, openChannel, openWorkspace, route } from '../../state/route.svelte';

/** The shortcuts of the whole page; the input guard has already kept away what belongs to an input method. */
export function shortcut(event: KeyboardEvent) {
  if (event.defaultPrevented) return;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (command && event.key.toLowerCase() === 'k') return toggle(event, 'jump');
  if (command && event.key === '/') return toggle(event, 'shortcuts');
  if (layout.dialog) return;
  if (event.key === 'Escape' && event.shiftKey) return markAllRead(openWorkspace());
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) return moveBy(event);
  if (event.key === 'Escape') escape();
}

function toggle(event: KeyboardEvent, name: 'jump' | 'shortcuts') {
  event.preventDefault();
  if (layout.dialog === null) layout.dialog = name;
  else if (layout.dialog === name) layout.dialog = null;
}

const moves: Record<string, { step: 1 | -1; unread: boolean }> = {
  ArrowUp: { step: -1, unread: false },
  ArrowDown: { step: 1, unread: false },
  PageUp: { step: -1, unread: true },
  PageDown: { step: 1, unread: true },
};

const waits = ({ unread, mentions, muted }: Channel) => mentions > 0 || (unread > 0 && !muted);

function moveBy(event: KeyboardEvent) {
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  const all = channelsOf(openWorkspace());
  const now = all.findIndex((channel) => channel.id === openChannel());
  for (let i = 1; i <= all.length; i++) {
    const candidate = all[(now + move.step * i + all.length * 2) % all.length];
    if (!candidate || candidate.id === openChannel() || (move.unread && !waits(candidate))) continue;
    return route.go(channelPath(candidate));
  }
}

/** Closes what is open, and only when nothing is, marks the channel read. */
function escape() {
  if (document.querySelector('dialog[open], :popover-open')) return;
  if (layout.pane) {
    layout.closePane();
    return;
  }
  markRead(openChannel());
  clearNewLine(openChannel());
}
