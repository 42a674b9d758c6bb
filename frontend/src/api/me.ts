import { body, client } from './client';
import type { Bootstrap, Capabilities, Me, MeChanges, Person } from './types';

export type MePatch = Partial<
  Pick<
    Me,
    | 'name'
    | 'reading'
    | 'status'
    | 'language'
    | 'theme'
    | 'time_zone'
    | 'enter_sends'
    | 'undo_send'
    | 'originals'
    | 'sound'
    | 'hide_text'
    | 'keywords'
    | 'quiet_from'
    | 'quiet_to'
    | 'dnd_until'
    | 'collapsed'
    | 'picture'
  >
>;

export function capabilities(): Promise<Capabilities> {
  return body(client.GET('/api/v1/capabilities'));
}

/** Everything that the shell needs, for the acting account or for another one of this browser. */
export function bootstrap(account?: number): Promise<Bootstrap> {
  return body(client.GET('/api/v1/bootstrap', account ? { headers: { 'X-Account': String(account) } } : {}));
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
