import { body, client } from './client';
import type { Draft } from './types';

type Place = Pick<Draft, 'channel' | 'thread'>;

const at = ({ channel, thread }: Place) => ({ path: { id: channel }, query: { thread } });

export function draft(place: Place): Promise<Draft> {
  return body(client.GET('/api/v1/channels/{id}/draft', { params: at(place) }));
}

/** Browsers let no more than this outlive a page, in bytes. */
const outlives = 60_000;

/** Saves what was begun, also when the page is being left; an empty text ends the draft. */
export function saveDraft(place: Place, text: string): Promise<Draft> {
  const keepalive = text.length * 3 < outlives;
  return body(client.PUT('/api/v1/channels/{id}/draft', { params: at(place), body: { text }, keepalive }));
}

/** A text rendered as it would stand in a channel; html is empty where it is only the escaped text. */
export async function preview(channel: number, text: string): Promise<{ text: string; html: string }> {
  const params = { path: { id: channel } };
  const { html } = await body(client.POST('/api/v1/channels/{id}/preview', { params, body: { text } }));
  return { text, html };
}
