import type { Frame } from '../socket/frames';
import { wantPeople } from '../state/people.svelte';
import { typing as typists } from '../state/typing.svelte';

export type TypingEvent = Frame<'Typing', 'typing'>;

export function typing(event: TypingEvent) {
  wantPeople([event.account]);
  typists.heard(event.channel, event.thread ?? 0, event.account);
}
