import { body, client } from './client';
import type { NamedServer, PublicName } from './types';

/** The name that people type, and what may be chosen; for the instance's owner. */
export function publicName(): Promise<PublicName> {
  return body(client.GET('/api/v1/public-name'));
}

export function setPublicName(chosen: { name: string; new_root: boolean }): Promise<NamedServer> {
  return body(client.PUT('/api/v1/public-name', { body: chosen }));
}
