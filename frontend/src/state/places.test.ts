import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Message } from '../api/types';
import { channels, countMessage } from './places.svelte';

const [aiko, ben] = [1, 2];
const hears = (seq: number, more: Partial<Message>) =>
  countMessage({ id: seq, channel: 7, seq, author: ben, text: '', ...more } as Message, aiko);
const counted = () => {
  const { last_seq, last_stream_seq, read_seq, unread, mentions } = channels.get(7)!;
  return { last_seq, last_stream_seq, read_seq, unread, mentions };
};

describe('what comes', () => {
  const none = { last_seq: 3, last_stream_seq: 3, read_seq: 3, unread: 0, mentions: 0 };
  beforeEach(() => channels.set(7, { id: 7, ...none } as Channel));

  it('counts as unread, and as a mention where it names or calls me', () => {
    hears(4, {});
    hears(5, { mentions: [aiko] });
    hears(6, { calls: 'here' });
    hears(7, { mentions: [ben] });
    expect(counted()).toEqual({ ...none, last_seq: 7, last_stream_seq: 7, unread: 4, mentions: 2 });
  });

  it('is all read with what I write myself, and counts once', () => {
    hears(4, { mentions: [aiko] });
    hears(4, { mentions: [aiko] });
    hears(5, { author: aiko, calls: 'channel' });
    expect(counted()).toEqual({ ...none, last_seq: 5, last_stream_seq: 5, read_seq: 5 });
  });

  it('leaves no mark as a line, unless that tells that I was added', () => {
    hears(4, { kind: 'joined' });
    expect(counted()).toEqual({ ...none, last_seq: 4 });
    hears(5, { kind: 'joined', author: aiko, mentions: [aiko] });
    expect(counted()).toEqual({ ...none, last_seq: 5, mentions: 1 });
  });

  it('leaves the channel alone as a reply that is only in its thread', () => {
    hears(4, { thread: 2, mentions: [aiko] });
    expect(counted()).toEqual({ ...none, last_seq: 4 });
    hears(5, { thread: 2, to_channel: true, mentions: [aiko] });
    expect(counted()).toEqual({ ...none, last_seq: 5, last_stream_seq: 5, unread: 1, mentions: 1 });
  });
});
