import type { Message } from '../api/types';
import { openChannel } from './route.svelte';
import { nameOf } from './people.svelte';
import { myId } from './session.svelte';
import { threadIn } from './timeline.svelte';
import { w } from '../words/index.svelte';

/** Milliseconds between two texts in the polite region. */
const interval = 2_000;

/** Speaks new messages of the open channel to screen readers, at most one every two seconds: the newest. */
class Announcer {
  text = $state('');
  private next = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string) {
    this.next = text;
    if (this.timer === undefined) this.speak();
  }

  private speak() {
    this.text = this.next;
    this.next = '';
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.next) this.speak();
      else this.text = '';
    }, interval);
  }
}

export const announcer = new Announcer();

export function announceMessage(message: Message) {
  if (message.author === myId() || message.kind) return;
  const beside = message.thread && !message.to_channel;
  if (beside ? threadIn(message.channel)?.thread !== message.thread : message.channel !== openChannel()) return;
  announcer.say(`${nameOf(message.author)}: ${spoken(message).slice(0, 300)}`);
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#34;': '"', '&#39;': "'" };

/** What a message brings besides its text: the one file by its name, several by their number. */
export const filesOf = ({ files }: Pick<Message, 'files'>): string =>
  files?.length === 1 ? files[0]!.name : files?.length ? w.fileCount(files.length) : '';

/** The beginning of a message as a list of messages names it, with what it brings. */
export const outline = (message: Pick<Message, 'text' | 'files'>): string =>
  [message.text.slice(0, 80), filesOf(message)].filter(Boolean).join(', ');

/** A message in words, be it by its files, without its markup: asterisks and backticks would be read out. */
export const spoken = (message: Pick<Message, 'html' | 'text' | 'files'>): string =>
  withoutMarkup(message) || filesOf(message);

const withoutMarkup = ({ html, text }: Pick<Message, 'html' | 'text'>): string =>
  html
    ? html
        .replace(/<\/?(?:p|br|hr|li|h\d|pre|blockquote|t[dhr])\b[^>]*>/g, ' ')
        .replace(/<[^>]*>/g, '')
        .replace(/&(lt|gt|amp|#34|#39);/g, (entity) => entities[entity]!)
        .replace(/\s+/g, ' ')
        .trim()
    : text;
