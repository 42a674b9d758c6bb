import { body, client } from './client';
import type { Message, MessageInPlace, MessagePage, Person, ReadMark, Version } from './types';

export type PagePoint = { before?: number; after?: number; around?: number };

/** How many messages one page holds. */
export const pageSize = 50;

export function messages(channel: number, point: PagePoint = {}, limit = pageSize): Promise<MessagePage> {
  const params = { path: { id: channel }, query: { ...point, limit } };
  return body(client.GET('/api/v1/channels/{id}/messages', { params }));
}

export function message(id: number): Promise<MessageInPlace> {
  return body(client.GET('/api/v1/messages/{id}', { params: { path: { id } } }));
}

export function editMessage(id: number, text: string): Promise<Message> {
  return body(client.PATCH('/api/v1/messages/{id}', { params: { path: { id } }, body: { text } }));
}

export function deleteMessage(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/messages/{id}', { params: { path: { id } } }));
}

/** What a message said before it was edited, the oldest first. */
export function versions(id: number): Promise<{ items: Version[] }> {
  return body(client.GET('/api/v1/messages/{id}/versions', { params: { path: { id } } }));
}

export function react(id: number, emoji: string): Promise<Message> {
  return body(client.PUT('/api/v1/messages/{id}/reactions', { params: { path: { id }, query: { emoji } } }));
}

export function unreact(id: number, emoji: string): Promise<void> {
  return body(client.DELETE('/api/v1/messages/{id}/reactions', { params: { path: { id }, query: { emoji } } }));
}

/** The first 200 of those who chose an emoji. */
export function reactors(id: number, emoji: string): Promise<{ items: Person[] }> {
  return body(client.GET('/api/v1/messages/{id}/reactions', { params: { path: { id }, query: { emoji } } }));
}

export function pin(id: number): Promise<void> {
  return body(client.PUT('/api/v1/messages/{id}/pin', { params: { path: { id } } }));
}

export function unpin(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/messages/{id}/pin', { params: { path: { id } } }));
}

export function pins(channel: number): Promise<MessagePage> {
  return body(client.GET('/api/v1/channels/{id}/pins', { params: { path: { id: channel } } }));
}

export function seenBy(id: number): Promise<{ items: Person[] }> {
  return body(client.GET('/api/v1/messages/{id}/seen', { params: { path: { id } } }));
}

/** Puts the read mark to just before a message. */
export function markUnread(channel: number, seq: number): Promise<ReadMark> {
  return body(client.POST('/api/v1/channels/{id}/unread', { params: { path: { id: channel } }, body: { seq } }));
}

type Sent = Pick<Message, 'channel' | 'text' | 'quote' | 'parent' | 'to_channel'> & { nonce: string; files?: number[] };

/** Sends a message as the socket does, in a call that outlives the page. */
export function sendLeaving({ channel, nonce, text, quote, parent, to_channel, files }: Sent): Promise<Message> {
  const params = { path: { id: channel } };
  const sent = { nonce, text, quote, parent, to_channel, files };
  return body(client.POST('/api/v1/channels/{id}/messages', { params, body: sent, keepalive: true }));
}
