import type { Message } from '../api/types';

/** What is asked about one message. */
export interface MessageDialog {
  kind: 'actions' | 'delete' | 'versions' | 'reactions' | 'seen';
  message: Message;
  /** The root of the thread in which the message is shown; left out for the stream. */
  thread?: number;
}

/** What is special about single messages on this screen, by their ids; 0 is none. */
class Marked {
  dialog = $state.raw<MessageDialog | null>(null);
  /** The one whose text is being edited in its place: in the stream, or in the thread of a root. */
  editing = $state.raw<{ id: number; thread: number } | null>(null);
  /** The one that somebody was led to; it stands out for a moment. */
  found = $state(0);
  private timer: ReturnType<typeof setTimeout> | undefined;

  edits(id: number, thread: number): boolean {
    return this.editing?.id === id && this.editing.thread === thread;
  }

  find(id: number) {
    this.found = id;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.found = 0), foundFor);
  }
}

/** Milliseconds for which a message that was looked for stands out. */
export const foundFor = 2_500;

export const marked = new Marked();
