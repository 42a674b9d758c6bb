import { SvelteMap } from 'svelte/reactivity';
import type { Message } from '../api/types';

/** A quoted message as it is now; 'hidden' is one that I may not see, 'away' one that could not be asked for. */
export type Quoted = Message | 'loading' | 'hidden' | 'away';

const quoted = new SvelteMap<number, Quoted>();

export const quotedMessage = (id: number): Quoted | undefined => quoted.get(id);
export const setQuoted = (id: number, found: Quoted) => quoted.set(id, found);

/** Changed messages: what quotes one shows it as it is. */
export function takeQuoted(messages: Message[]) {
  for (const message of messages) {
    const known = quoted.get(message.id);
    if (known && (typeof known === 'string' || known.rev <= message.rev)) quoted.set(message.id, message);
  }
}

/** Something of a channel was missed: its messages are asked for again where they are shown. */
export function forgetQuotedOf(channel: number) {
  for (const [id, known] of quoted) if (typeof known === 'string' || known.channel === channel) quoted.delete(id);
}

export const forgetQuoted = () => quoted.clear();
