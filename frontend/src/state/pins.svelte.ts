import { SvelteMap } from 'svelte/reactivity';
import type { Message } from '../api/types';

/** The pinned messages of the channels whose pins were looked at, the last pinned first; kept as the log says. */
const lists = new SvelteMap<number, Message[]>();

export const pinsOf = (channel: number): Message[] | undefined => lists.get(channel);
export const forgetPins = (channel: number) => lists.delete(channel);
export const forgetAllPins = () => lists.clear();

const inOrder = (a: Message, b: Message) => (b.pinned_at ?? 0) - (a.pinned_at ?? 0) || b.seq - a.seq;

export function setPins(channel: number, messages: Message[]) {
  lists.set(channel, [...messages].sort(inOrder));
}

/** Changed messages: what is pinned stands in the list, what is not leaves it. */
export function takePinned(channel: number, messages: Message[]) {
  const list = lists.get(channel);
  if (!list) return;
  const changed = new Map(messages.map((message) => [message.id, message]));
  if (!list.some((one) => changed.has(one.id)) && !messages.some((one) => one.pinned_at)) return;
  const others = list.filter((one) => !changed.has(one.id));
  setPins(channel, [...others, ...messages.filter((one) => one.pinned_at)]);
}
