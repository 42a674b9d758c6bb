import { socketSend } from '../socket/current';

/** Milliseconds between two frames that say that I type in a place. */
const tellEvery = 3_000;

let told = { place: '', at: -Infinity };

/** Says that I write somewhere, at most every three seconds. */
export function tellTyping(channel: number, thread: number) {
  const place = `${channel}/${thread}`;
  const now = performance.now();
  if (place === told.place && now - told.at < tellEvery) return;
  told = { place, at: now };
  socketSend({ type: 'typing', channel, thread });
}

/** Says which channel is looked at; 0 is none. */
export const tellView = (channel: number) => socketSend({ type: 'view', channel });

/** Says whether anybody is at this device. */
export const tellPresence = (state: 'active' | 'idle') => socketSend({ type: 'presence', state });
