import type { Message, Reaction } from '../api/types';

export interface Reacted {
  account: number;
  emoji: string;
  added: boolean;
}

/** A message of an event, which leaves out what is mine alone, with what I know of that. */
export function asMine(message: Message, known: Message | undefined, me: number, reacted?: Reacted): Message {
  const mine = new Set(known?.reactions?.filter((one) => one.mine).map((one) => one.emoji));
  if (reacted?.account === me) {
    if (reacted.added) mine.add(reacted.emoji);
    else mine.delete(reacted.emoji);
  }
  const reactions = message.reactions?.map((one) => ({
    ...one,
    mine: mine.has(one.emoji) || one.accounts.includes(me),
  }));
  return { ...message, reactions, mentioned: message.calls ? known?.mentioned : undefined };
}

/** How many of those who chose an emoji a message names. */
const named = 30;

/** A message as it will be when I have chosen an emoji, or taken it back. */
export function withMine(message: Message, emoji: string, me: number, add: boolean): Message {
  const present = message.reactions ?? [];
  const known = present.find((one) => one.emoji === emoji);
  if ((known?.mine ?? false) === add) return message;
  const change = (one: Reaction): Reaction => ({
    ...one,
    mine: add,
    count: one.count + (add ? 1 : -1),
    accounts: add ? [...one.accounts, me].slice(0, named) : one.accounts.filter((id) => id !== me),
  });
  const reactions = known
    ? present.map((one) => (one === known ? change(one) : one)).filter((one) => one.count > 0)
    : [...present, { emoji, count: 1, accounts: [me], mine: true }];
  return { ...message, reactions };
}
