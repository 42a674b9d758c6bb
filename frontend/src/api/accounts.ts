import { body, client } from './client';
import type { AccountForm, Me, Person, Session, SetupForm, SignInForm, Workspace } from './types';

export function setUp(form: SetupForm): Promise<{ account: Me; workspace?: Workspace }> {
  return body(client.POST('/api/v1/setup', { body: form }));
}

export function createAccount(form: AccountForm): Promise<{ account: Me; workspace?: Workspace }> {
  return body(client.POST('/api/v1/accounts', { body: form }));
}

export function signIn(form: SignInForm): Promise<{ account: Me }> {
  return body(client.POST('/api/v1/sessions', { body: form }));
}

export function signOut(): Promise<void> {
  return body(client.DELETE('/api/v1/sessions/current'));
}

/** The accounts that are signed in in this browser. */
export function signedInAccounts(): Promise<{ items: Person[] }> {
  return body(client.GET('/api/v1/accounts'));
}

/** Where I am signed in, the last used first. */
export function sessions(): Promise<{ items: Session[] }> {
  return body(client.GET('/api/v1/sessions'));
}

export function endSession(id: number): Promise<void> {
  return body(client.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));
}

export function endOtherSessions(): Promise<void> {
  return body(client.DELETE('/api/v1/sessions'));
}

/** Replaces my password and ends all other sessions. */
export function changePassword(present: string, wanted: string): Promise<void> {
  return body(client.PUT('/api/v1/me/password', { body: { present, wanted } }));
}

export function deleteAccount(password: string): Promise<void> {
  return body(client.DELETE('/api/v1/me', { body: { password } }));
}
