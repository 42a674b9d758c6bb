import { body, client } from './client';
import type { AccountForm, Me, Person, SetupForm, Workspace } from './types';

export function setUp(form: SetupForm): Promise<{ account: Me; workspace?: Workspace }> {
  return body(client.POST('/api/v1/setup', { body: form }));
}

export function createAccount(form: AccountForm): Promise<{ account: Me; workspace?: Workspace }> {
  return body(client.POST('/api/v1/accounts', { body: form }));
}

export function signIn(username: string, password: string): Promise<{ account: Me }> {
  return body(client.POST('/api/v1/sessions', { body: { username, password } }));
}

export function signOut(): Promise<void> {
  return body(client.DELETE('/api/v1/sessions/current'));
}

/** The accounts that are signed in in this browser. */
export function signedInAccounts(): Promise<{ items: Person[] }> {
  return body(client.GET('/api/v1/accounts'));
}
