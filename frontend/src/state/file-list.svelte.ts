import type { FileKind } from '../api/files';
import type { FilePage, ListedFile, Message } from '../api/types';

/** Where files are looked for, and which. */
export interface FilePlace {
  workspace: number;
  /** Only those of one channel. */
  channel?: number;
  kind: FileKind;
  /** Only those that one person sent. */
  author?: number;
  /** Only those of so many last days. */
  days?: number;
}

/** The files that the open pane lists, the newest first. */
export class FileList {
  place = $state.raw<FilePlace | null>(null);
  items = $state.raw<ListedFile[]>([]);
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  /** Passed to load more; undefined at the end. */
  next = $state<number | undefined>();
  /** Counts the messages with files that came since: the list is asked for anew. */
  came = $state(0);

  /** Begins a list of another place. */
  open(place: FilePlace) {
    this.place = place;
    this.items = [];
    this.next = undefined;
    this.status = 'loading';
    this.came = 0;
  }

  take(page: FilePage, more: boolean) {
    this.items = more ? [...this.items, ...page.items] : page.items;
    this.next = page.next;
    this.status = 'ready';
  }

  /** New and changed messages of a channel of a workspace: the files of deleted ones go at once. */
  hear(workspace: number, messages: Message[]) {
    const { place } = this;
    if (!place || place.workspace !== workspace) return;
    const gone = new Set(messages.filter((one) => one.deleted_at).map((one) => one.id));
    if (this.items.some((one) => gone.has(one.message))) {
      this.items = this.items.filter((one) => !gone.has(one.message));
    }
    const known = new Set(this.items.map((one) => one.message));
    const here = (one: Message) => !place.channel || one.channel === place.channel;
    if (messages.some((one) => one.files?.length && here(one) && !known.has(one.id))) this.came++;
  }

  close() {
    this.place = null;
    this.items = [];
  }
}

export const fileList = new FileList();
