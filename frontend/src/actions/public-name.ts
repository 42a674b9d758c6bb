import * as api from '../api/public-name';
import type { NamedServer, PublicName } from '../api/types';

/** What the last step of the set-up offers; null where it has nothing to ask. */
export const nameOffer = (): Promise<PublicName | null> => api.publicName().catch(() => null);

export const namePublicly = (typed: string): Promise<NamedServer> => api.setPublicName(hostIn(typed));

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
