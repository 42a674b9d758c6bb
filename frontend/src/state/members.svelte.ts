import { SvelteMap } from 'svelte/reactivity';
import type { Member } from '../api/types';
import { addPeople } from './people.svelte';

export type Listing = 'loading' | 'ready' | 'failed';

/** The members of one workspace, loaded when first looked at and kept current by events. */
export class Members {
  readonly list = new SvelteMap<number, Member>();
  listing = $state<Listing>('loading');
  /** Whom events touched while pages were on their way: their rows are newer than the pages. */
  private readonly touched = new Set<number>();
  private readonly listed = new Set<number>();

  /** Starts loading anew; the rows shown stay until all pages have come. */
  restart() {
    this.touched.clear();
    this.listed.clear();
    this.listing = 'loading';
  }

  page(items: Member[]) {
    addPeople(items);
    for (const member of items) {
      this.listed.add(member.id);
      if (!this.touched.has(member.id)) this.list.set(member.id, member);
    }
  }

  /** All pages have come: who stands in none of them has left. */
  complete() {
    for (const id of [...this.list.keys()]) if (!this.listed.has(id) && !this.touched.has(id)) this.list.delete(id);
    this.listing = 'ready';
  }

  put(member: Member) {
    this.touched.add(member.id);
    this.list.set(member.id, member);
  }

  remove(id: number) {
    this.touched.add(id);
    this.list.delete(id);
  }
}

const loaded = new Map<number, Members>();

/** The members of a workspace if they were looked at before. */
export const knownMembers = (workspace: number) => loaded.get(workspace);

export function membersOf(workspace: number): Members {
  let members = loaded.get(workspace);
  if (!members) loaded.set(workspace, (members = new Members()));
  return members;
}

export const forgetMembers = () => loaded.clear();
export const forgetMembersOf = (workspace: number) => loaded.delete(workspace);
