import { body, client } from './client';
import type { Channel } from './types';

/** My direct channel with some people, made where there is none; with nobody, my notes. */
export function beginDirect(account_ids: number[], name?: string): Promise<Channel> {
  return body(client.POST('/api/v1/direct', { body: { account_ids, name } }));
}
