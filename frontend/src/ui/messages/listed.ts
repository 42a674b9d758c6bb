import type { Message } from '../../api/types';
import { outbox } from '../../state/outgoing';
import { myId } from '../../state/session.svelte';
import type { Timeline } from '../../state/timeline.svelte';
import { clock } from '../../time/clock';
import { dayKey } from '../../time/format';
import { buildRows, isFresh, type Row } from './rows';

/** The rows of what is loaded, as the person who reads sees them; `whole` where nothing stands before it. */
export function rowsOf(shown: Timeline, whole: boolean): Row[] {
  const { zone } = clock();
  const pending = shown.atNewest ? outbox.of(shown.channel, shown.thread) : [];
  const dayOf = (time: number) => dayKey(time, zone);
  return buildRows(shown.messages, pending, { me: myId(), newAfter: shown.newAfter, whole, dayOf });
}

/** What others said below the "new" line: the loaded messages, and whether some may stand before what is loaded. */
export function freshOf({ messages, before, newAfter }: Timeline): { loaded: Message[]; more: boolean } {
  const loaded = messages.filter((message) => isFresh(message, { me: myId(), newAfter }));
  const more = newAfter !== null && before !== undefined && (messages[0]?.seq ?? 0) > newAfter + 1;
  return { loaded, more };
}

/** Takes a "new" line away below which there is nothing. */
export function dropIdleLine(shown: Timeline) {
  const { loaded, more } = freshOf(shown);
  if (!loaded.length && !more) shown.newAfter = null;
}
