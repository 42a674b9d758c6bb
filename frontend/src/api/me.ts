import { body, client } from './client';
import type { Bootstrap, Capabilities, Me, MeChanges, Person } from './types';

export type MePatch = Partial<Pick<Me, 'name' | 'language' | 'theme' | 'time_zone' | 'enter_sends'>>;

export function capabilities(): Promise<Capabilities> {
  return body(client.GET('/api/v1/capabilities'));
}

export function bootstrap(): Promise<Bootstrap> {
  return body(client.GET('/api/v1/bootstrap'));
}

export function me(): Promise<Me> {
  return body(client.GET('/api/v1/me'));
}

export function updateMe(patch: MePatch): Promise<Me> {
  return body(client.PATCH('/api/v1/me', { body: patch }));
}

export function meChanges(since: number): Promise<MeChanges> {
  return body(client.GET('/api/v1/me/changes', { params: { query: { since } } }));
}

/** People by id, at most 100; ids that share no place with me are left out. */
export function people(ids: number[]): Promise<{ items: Person[] }> {
  return body(client.GET('/api/v1/users', { params: { query: { ids } } }));
}
