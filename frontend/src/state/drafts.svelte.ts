import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Draft } from '../api/types';
import { storageHere } from './memory';

/** Where somebody writes: a channel, or the thread of a root message in it; thread 0 is the channel itself. */
export interface Place {
  channel: number;
  thread: number;
}

/** What was typed here and is not known to be on the server. */
export interface Edit {
  text: string;
  at: number;
}

export const placeKey = ({ channel, thread }: Place) => `${channel}.${thread}`;

function placeOf(key: string): Place {
  const [channel = 0, thread = 0] = key.split('.').map(Number);
  return { channel, thread };
}

/** The most that the server lists at once. */
const listed = 200;

/**
 * What I have begun to write: as the server has it, and what was typed here since. Only the latter is kept in the
 * browser, until the server has it. The newest edit wins; an end elsewhere never takes away what was typed here.
 */
export class Drafts {
  /** Whether drafts that are not known here can only be empty. */
  complete = true;
  private readonly server = new SvelteMap<string, Draft>();
  private readonly edits = new SvelteMap<string, Edit>();
  private readonly sent = new Map<string, string>();
  private readonly underway = new Set<string>();
  private readonly marks = new SvelteSet<number>();
  private prefix = '';

  constructor(private readonly storage: () => Storage | undefined = storageHere) {}

  /** Takes over what this account typed in this browser and the server does not have. */
  open(account: number) {
    this.prefix = `courtyard.draft.${account}.`;
    this.server.clear();
    this.edits.clear();
    this.sent.clear();
    this.underway.clear();
    this.marks.clear();
    const storage = this.storage();
    const keys = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '') : [];
    for (const key of keys.filter((one) => one.startsWith(this.prefix))) {
      const edit = parse(storage!.getItem(key) ?? '');
      if (edit) this.edits.set(key.slice(this.prefix.length), edit);
      else storage!.removeItem(key);
    }
  }

  text(place: Place): string {
    const key = placeKey(place);
    return this.edits.get(key)?.text ?? this.server.get(key)?.text ?? '';
  }

  /** Whether the server has more of the text than is known. */
  isCut(place: Place): boolean {
    const key = placeKey(place);
    return !this.edits.has(key) && (this.server.get(key)?.cut ?? false);
  }

  /** Whether the server may have a text that is not known at all. */
  isUnknown(place: Place): boolean {
    return !this.complete && !this.server.has(placeKey(place));
  }

  /** Whether anything is begun in a channel or in its threads. */
  begun(channel: number): boolean {
    return this.marks.has(channel);
  }

  /** Notes what was typed; false where it is what was there already. */
  edit(place: Place, text: string, at = Date.now()): boolean {
    const key = placeKey(place);
    if (text === this.text(place)) return false;
    this.edits.set(key, { text, at });
    this.store(key);
    this.mark(place.channel);
    return true;
  }

  /** What the server does not have. */
  pending(): [Place, Edit][] {
    return [...this.edits].map(([key, edit]) => [placeOf(key), edit]);
  }

  pendingAt = (place: Place): Edit | undefined => this.edits.get(placeKey(place));

  /** An edit is on its way: when the server tells of it, that is no other device. */
  sends(place: Place, { text }: Edit) {
    this.sent.set(placeKey(place), text);
    this.underway.add(placeKey(place));
  }

  /** Nothing is on its way any more. */
  settled(place: Place) {
    this.underway.delete(placeKey(place));
  }

  isUnderway = (place: Place) => this.underway.has(placeKey(place));

  /** The server has an edit, unless more was typed meanwhile. */
  saved(edit: Edit, draft: Draft) {
    if (this.pendingAt(draft) === edit) this.forgetEdit(placeKey(draft));
    this.take(draft);
  }

  /** Takes all that the server lists. */
  takeAll(list: Draft[]) {
    this.complete = list.length < listed;
    this.server.clear();
    this.marks.clear();
    for (const draft of list) this.take(draft);
    for (const [{ channel }] of this.pending()) this.mark(channel);
  }

  take(draft: Draft) {
    const key = placeKey(draft);
    const known = this.server.get(key);
    if (known && (draft.updated_at < known.updated_at || (draft.cut && draft.updated_at === known.updated_at))) return;
    this.server.set(key, draft);
    const edit = this.edits.get(key);
    const another = draft.text !== '' && draft.text !== this.sent.get(key) && this.held !== key;
    // An older edit that is on its way may reach the server after this, and has to be followed by what is here.
    const same = draft.text === edit?.text && !draft.cut && !this.underway.has(key);
    if (edit && (same || (another && draft.updated_at > edit.at))) this.forgetEdit(key);
    this.mark(draft.channel);
  }

  /** The place where somebody is typing: what stands there is replaced by nothing. */
  private held = '';

  hold(place: Place | null) {
    this.held = place ? placeKey(place) : '';
  }

  isHeld = (place: Place) => this.held === placeKey(place);

  /** Nothing can be written there any more. */
  end(place: Place) {
    this.server.delete(placeKey(place));
    this.forgetEdit(placeKey(place));
    this.mark(place.channel);
  }

  /** I am no longer in a channel. */
  drop(channel: number) {
    for (const key of this.keysOf(channel)) this.end(placeOf(key));
  }

  private keysOf(channel: number): string[] {
    const beginning = `${channel}.`;
    return [...new Set([...this.server.keys(), ...this.edits.keys()])].filter((key) => key.startsWith(beginning));
  }

  private mark(channel: number) {
    const begun = this.keysOf(channel).some((key) => this.text(placeOf(key)) !== '' || this.server.get(key)?.cut);
    if (begun === this.marks.has(channel)) return;
    if (begun) this.marks.add(channel);
    else this.marks.delete(channel);
  }

  private forgetEdit(key: string) {
    this.edits.delete(key);
    try {
      this.storage()?.removeItem(this.prefix + key);
    } catch {
      // Nothing was kept where storage is forbidden.
    }
  }

  private store(key: string) {
    const edit = this.edits.get(key);
    try {
      if (edit) this.storage()?.setItem(this.prefix + key, JSON.stringify(edit));
    } catch {
      // A full storage costs only what a reload would have kept.
    }
  }
}

/** An edit as it was kept; null for what is none. */
function parse(text: string): Edit | null {
  try {
    const edit = JSON.parse(text) as Edit;
    return typeof edit.text === 'string' && typeof edit.at === 'number' ? edit : null;
  } catch {
    return null;
  }
}

export const drafts = new Drafts();
