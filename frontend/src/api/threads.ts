import { body, client } from './client';
import { pageSize, type PagePoint } from './messages';
import type { MessagePage, Thread, ThreadPage } from './types';

/** A page of a thread's replies, with its root. */
export function replies(channel: number, thread: number, point: PagePoint = {}): Promise<MessagePage> {
  const params = { path: { id: channel }, query: { ...point, thread, limit: pageSize } };
  return body(client.GET('/api/v1/channels/{id}/messages', { params }));
}

/** The threads that I follow, the one replied to last first. */
export function myThreads(query: { unread?: boolean; before?: number; limit?: number } = {}): Promise<ThreadPage> {
  return body(client.GET('/api/v1/threads', { params: { query } }));
}

export function follow(thread: number, following: boolean): Promise<Thread> {
  return body(client.PATCH('/api/v1/threads/{id}', { params: { path: { id: thread } }, body: { following } }));
}

/** Puts the read mark of a thread to just before a reply; it is followed from then on. */
export function unreadThread(thread: number, seq: number): Promise<Thread> {
  return body(client.POST('/api/v1/threads/{id}/unread', { params: { path: { id: thread } }, body: { seq } }));
}

export function readThread(thread: number, seq: number): Promise<Thread> {
  return body(client.PUT('/api/v1/threads/{id}/read', { params: { path: { id: thread } }, body: { seq } }));
}
