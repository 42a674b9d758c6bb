import type { Message } from '../api/types';
import { openChannel } from './route.svelte';
import { nameOf } from './people.svelte';
import { myId } from './session.svelte';

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
  if (message.channel !== openChannel() || message.author === myId() || message.kind) return;
  announcer.say(`${nameOf(message.author)}: ${spoken(message).slice(0, 300)}`);
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#34;': '"', '&#39;': "'" };

/** A message without its markup: asterisks and backticks would be read out. */
export const spoken = ({ html, text }: Pick<Message, 'html' | 'text'>): string =>
  html
    ? html
        .replace(/<\/?(?:p|br|hr|li|h\d|pre|blockquote|t[dhr])\b[^>]*>/g, ' ')
        .replace(/<[^>]*>/g, '')
        .replace(/&(lt|gt|amp|#34|#39);/g, (entity) => entities[entity]!)
        .replace(/\s+/g, ' ')
        .trim()
    : text;
