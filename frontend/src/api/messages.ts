import { body, client } from './client';
import type { MessagePage } from './types';

export type PagePoint = { before?: number; after?: number; around?: number };

/** How many messages one page holds. */
export const pageSize = 50;

export function messages(channel: number, point: PagePoint = {}): Promise<MessagePage> {
  const params = { path: { id: channel }, query: { ...point, limit: pageSize } };
  return body(client.GET('/api/v1/channels/{id}/messages', { params }));
}
