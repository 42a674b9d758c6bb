import * as api from '../api/public-name';
import type { NamedServer, PublicName } from '../api/types';
import { session } from '../state/session.svelte';

/** What the last step of the set-up offers; null where it has nothing to ask. */
export const nameOffer = (): Promise<PublicName | null> => api.publicName().catch(() => null);

export { publicName } from '../api/public-name';

/** Names the server; a new root certificate may take the place of one that devices trust only where that was agreed to. */
export async function namePublicly(typed: string, { newRoot = false } = {}): Promise<NamedServer> {
  const named = await api.setPublicName({ name: hostIn(typed), new_root: newRoot });
  const { capabilities } = session;
  if (capabilities) {
    session.capabilities = {
      ...capabilities,
      link_base: named.url,
      trust_url: named.trust_url || capabilities.trust_url,
    };
  }
  return named;
}

/** The name to begin with: the present one, or the best suggestion. */
export const firstChoice = (offer: PublicName): string => offer.name || (offer.suggestions[0] ?? '');

/** The address that the name has to lead to. */
export const addressIn = (offer: PublicName): string =>
  offer.suggestions.find((one) => /^[\d.]+$|:/.test(one)) ?? location.hostname;

/** The host of what was typed or pasted: a name, an address, or a whole link, in any width. */
export function hostIn(typed: string): string {
  const host = typed
    .normalize('NFKC')
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*$/, '');
  const bracketed = /^\[(.*)\](:\d+)?$/.exec(host);
  return bracketed?.[1] ?? host.replace(/^([^:]*):\d+$/, '$1');
}
