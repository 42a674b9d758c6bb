import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { merge, Timeline } from './timeline.svelte';

const said = (seq: number, rev = seq, text = `message ${seq}`): Message => ({
  id: seq,
  channel: 1,
  seq,
  rev,
  author: 1,
  text,
  created_at: seq,
});
const page = (from: number, to: number, next?: number) => ({
  items: Array.from({ length: to - from + 1 }, (_, i) => said(from + i)),
  related: [],
  people: [],
  last_seq: 0,
  next,
});
const seqs = (timeline: Timeline) => timeline.messages.map((message) => message.seq);

let timeline: Timeline;
beforeEach(() => void (timeline = new Timeline(1)));

describe('a timeline', () => {
  it('keeps what came live while its first page was on its way', () => {
    timeline.take([said(4)]);
    timeline.load(page(1, 3), false);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
  });

  it('grows to both sides without holes or doubles', () => {
    timeline.load(page(5, 7), true);
    timeline.prepend(page(2, 5, 2));
    expect(timeline.shifting).toBe(true);
    timeline.append(page(7, 9));
    expect(seqs(timeline)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect([timeline.before, timeline.atNewest, timeline.shifting]).toEqual([2, true, false]);
  });

  it('leaves live messages to the next page while its end is not loaded', () => {
    timeline.load(page(5, 7), true);
    timeline.take([said(12), said(6, 20, 'changed'), said(2)]);
    expect(seqs(timeline)).toEqual([5, 6, 7]);
    expect(timeline.messages[1]!.text).toBe('changed');
  });

  it('takes a difference in whose order an old message follows a new one', () => {
    timeline.load(page(1, 3), false);
    timeline.take([said(4), said(2, 9, 'changed')]);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
    expect(timeline.messages[1]!.text).toBe('changed');
  });

  it('forgets what lies far from the reader, at one end at a time', () => {
    timeline.load(page(201, 1000, 201), false);
    timeline.trimEnd();
    expect(timeline.messages.length).toBe(800);
    timeline.prepend(page(151, 200, 151));
    timeline.trimEnd();
    expect([seqs(timeline)[0], seqs(timeline).at(-1), timeline.after, timeline.before]).toEqual([151, 750, 750, 151]);
    timeline.append(page(751, 1000));
    timeline.trimStart();
    expect([seqs(timeline)[0], seqs(timeline).at(-1), timeline.before, timeline.atNewest]).toEqual([
      401,
      1000,
      401,
      true,
    ]);
  });

  it('takes a message that comes by event and by difference once, as the highest rev has it', () => {
    expect(merge([said(1), said(2, 9, 'new')], [said(2, 2, 'old'), said(3)]).map((one) => one.text)).toEqual([
      'message 1',
      'new',
      'message 3',
    ]);
  });
});
