import type { Message } from '../../api/types';
import type { Entry } from '../../state/outbox.svelte';

/** One row of the message list; day and "new" lines belong to the message below them, so that rows never move. */
export interface MessageRow {
  kind: 'message';
  key: string;
  message: Message;
  /** Shows the day's line above. */
  day: boolean;
  /** Shows the "new" line above. */
  fresh: boolean;
  /** Follows the same author closely: no picture and no name. */
  follows: boolean;
}

export interface PendingRow {
  kind: 'pending';
  key: string;
  entry: Entry;
  follows: boolean;
  /** The newest row: what is true of all that wait is said once, below it. */
  last: boolean;
}

/** Stands above the first entry of the log. */
export interface BeginningRow {
  kind: 'beginning';
  key: string;
  /** Nobody has written anything yet. */
  silent: boolean;
}

export type Row = BeginningRow | MessageRow | PendingRow;

export interface RowOptions {
  me: number;
  /** The "new" line stands before the first message of others after this seq; null for no line. */
  newAfter: number | null;
  /** Whether the log's beginning is loaded. */
  whole: boolean;
  dayOf(time: number): string;
}

/** Milliseconds after which the same author starts a new group. */
const groupWithin = 5 * 60 * 1000;

/** What the list shows, from oldest to newest: the loaded messages, then what waits to be sent. */
export function buildRows(messages: Message[], pending: Entry[], options: RowOptions): Row[] {
  const rows: Row[] = [];
  let previous: Message | undefined;
  let fresh = options.newAfter !== null;
  for (const message of messages) {
    const row = messageRow(message, previous, options);
    if (fresh && isFresh(message, options)) {
      row.fresh = true;
      row.follows = false;
      fresh = false;
    }
    rows.push(row);
    previous = message;
  }
  // Before a page that is not loaded the first message only says what the second one follows: a row that changed its
  // height when that page came would make the list jump.
  if (options.whole) rows.unshift(beginning(messages, pending));
  else rows.shift();
  return rows.concat(pendingRows(messages, pending, options.me));
}

function beginning(messages: Message[], pending: Entry[]): BeginningRow {
  return { kind: 'beginning', key: 'beginning', silent: pending.length === 0 && messages.every((one) => one.kind) };
}

function messageRow(message: Message, previous: Message | undefined, options: RowOptions): MessageRow {
  const day = !previous || options.dayOf(previous.created_at) !== options.dayOf(message.created_at);
  return {
    kind: 'message',
    key: keyOf(message, options.me),
    message,
    day,
    fresh: false,
    follows: !day && follows(message, previous),
  };
}

/** Whether a message is one of others after the last that was read. */
export function isFresh(message: Message, { me, newAfter }: Pick<RowOptions, 'me' | 'newAfter'>): boolean {
  if (newAfter === null || message.seq <= newAfter) return false;
  return message.author !== me && !message.kind && !message.deleted_at;
}

function follows(message: Message, previous: Message | undefined): boolean {
  if (!previous || previous.kind || previous.deleted_at || message.kind || previous.author !== message.author)
    return false;
  return message.created_at - previous.created_at < groupWithin;
}

function pendingRows(messages: Message[], pending: Entry[], me: number): PendingRow[] {
  const stored = new Set(messages.slice(-200).map((message) => (message.author === me ? message.nonce : undefined)));
  const last = messages.at(-1);
  let group = last !== undefined && last.author === me && !last.kind ? last.created_at : -Infinity;
  return pending
    .filter((entry) => !stored.has(entry.nonce))
    .map((entry, i, all) => {
      const follows = entry.created_at - group < groupWithin;
      group = entry.created_at;
      return { kind: 'pending', key: `n${entry.nonce}`, entry, follows, last: i === all.length - 1 };
    });
}

/** My own message keeps the key it had while it waited, so that its row stays when it is acknowledged. */
function keyOf(message: Message, me: number): string {
  return message.author === me && message.nonce ? `n${message.nonce}` : `s${message.seq}`;
}

/** The least height in px of a message with its author's picture and name, and of any other row. */
const lowest = { first: 58, other: 24 };

/** How many rows stand above those that fill a window of so many px from the end on; none where the "new" line would be among them. */
export function heldBack(rows: Row[], height: number): number {
  let above = rows.length;
  for (let left = height; above > 0 && left > 0; left -= leastHeight(rows[above]!)) above--;
  return rows.slice(0, above).some((row) => row.kind === 'message' && row.fresh) ? 0 : above;
}

function leastHeight(row: Row): number {
  const first = row.kind === 'message' && !row.follows && !row.message.kind && !row.message.deleted_at;
  return first ? lowest.first : lowest.other;
}

const kana = /[\u3041-\u30ff\uff66-\uff9f]/;

/** "ja" for text with kana, so that readers of English get the right shapes of Han letters too. */
export const langOf = (text: string): 'ja' | undefined => (kana.test(text) ? 'ja' : undefined);
