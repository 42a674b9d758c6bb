import { SvelteMap } from 'svelte/reactivity';

export type Presence = 'online' | 'idle' | 'dnd' | 'offline';

type Lists = { all?: boolean } & { [State in Presence]?: number[] };

const states = ['online', 'idle', 'dnd', 'offline'] as const;

/** Who is there, as the server's lists for each workspace say; nobody is told what he missed, so it may lag by seconds. */
class Presences {
  private readonly known = new SvelteMap<number, Presence>();
  /** Whom each workspace's lists have shown as not offline. */
  private readonly present = new Map<number, Set<number>>();

  of = (account: number): Presence => this.known.get(account) ?? 'offline';

  /** Takes a list: the changes, or everybody who is not offline. */
  take(workspace: number, lists: Lists) {
    const before = this.present.get(workspace) ?? new Set();
    const now = lists.all ? new Set<number>() : before;
    this.present.set(workspace, now);
    for (const state of states) for (const account of lists[state] ?? []) this.set(now, account, state);
    for (const account of before) if (!now.has(account) && !this.seenElsewhere(account)) this.known.delete(account);
  }

  private set(now: Set<number>, account: number, state: Presence) {
    if (state === 'offline') {
      now.delete(account);
      this.known.delete(account);
    } else {
      now.add(account);
      if (this.known.get(account) !== state) this.known.set(account, state);
    }
  }

  private seenElsewhere = (account: number) => [...this.present.values()].some((accounts) => accounts.has(account));

  forget() {
    this.known.clear();
    this.present.clear();
  }
}

export const presences = new Presences();
