import { writeDraft } from '../../actions/drafts';
import { tellTyping } from '../../actions/together';
import { drafts, type Place } from '../../state/drafts.svelte';
import type { Edit } from './format';

/** Milliseconds after the last key in which nobody else's draft takes the place of what was typed. */
const typing = 5_000;

/** A text that is being written, with its field. */
export class Writing {
  text = $state('');
  area: HTMLTextAreaElement | null = $state.raw(null);
  /** The ids of the list of completions that is open, and of what is chosen in it. */
  list = $state.raw<{ id: string; active: string } | null>(null);
  /** Whether completion follows what is typed; until it does, the places where the caret stood wait for it. */
  looked = false;
  readonly unlooked = new Set<number>();

  constructor(text: string) {
    this.text = text;
  }

  /** The person changed the text. */
  typed(text: string) {
    this.text = text;
    if (!text) this.unlooked.clear();
    else if (!this.looked) this.unlooked.add(this.selection[0]);
  }

  get selection(): [from: number, to: number] {
    return [this.area?.selectionStart ?? this.text.length, this.area?.selectionEnd ?? this.text.length];
  }

  /** Changes the text as typing does, so that the browser's own undo takes it back. */
  apply({ from, to, insert, select }: Edit) {
    const area = this.area;
    if (!area) return;
    area.focus();
    area.setSelectionRange(from, to);
    const done = insert ? document.execCommand('insertText', false, insert) : document.execCommand('delete');
    if (!done || area.value.slice(from, from + insert.length) !== insert) {
      area.setRangeText(insert, from, to);
      this.typed(area.value);
    }
    area.setSelectionRange(...select);
  }

  insert(text: string) {
    const [from, to] = this.selection;
    const end = from + text.length;
    this.apply({ from, to, insert: text, select: [end, end] });
  }
}

/** What is being written in one place, kept as a draft with every change. */
export class Writer extends Writing {
  /** The text as it will look, while that is shown in its place. */
  preview = $state.raw<{ text: string; html: string } | null>(null);

  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: Place) {
    super(drafts.text(place));
  }

  /** From here on another device's draft leaves the text alone. */
  override typed(text: string) {
    super.typed(text);
    this.preview = null;
    drafts.hold(text ? this.place : null);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.left(), typing);
    writeDraft(this.place, text);
    if (text.trim()) tellTyping(this.place.channel, this.place.thread);
  }

  /** Takes what was written on another device, unless somebody types here. */
  follow() {
    const text = drafts.text(this.place);
    if (text !== this.text && !drafts.isHeld(this.place)) this.text = text;
  }

  left() {
    if (drafts.isHeld(this.place)) drafts.hold(null);
    this.follow();
  }

  clear() {
    this.typed('');
    this.area?.focus();
  }
}
