import type { Channel, Me, Message } from '../api/types';
import { Keywords } from './keywords';

export type Level = 'all' | 'mentions' | 'nothing';

/** silent: nothing at all; badge: the marks are enough; notify: on the desktop, with a sound. */
export type Verdict = 'silent' | 'badge' | 'notify';

/** A message as it came by the socket, and what decides whether its reader is told. */
export interface Heard {
  message: Pick<Message, 'author' | 'kind' | 'mentions' | 'calls' | 'thread' | 'to_channel'>;
  /** What it says, without markup. */
  text: string;
  channel: Pick<Channel, 'kind' | 'muted' | 'notify'>;
  /** How the reader wants the channel's workspace; empty: the default. */
  workspace: '' | Level;
  /** The reader follows the thread that it is in. */
  followed: boolean;
  now: number;
}

type Wishes = Pick<Me, 'id' | 'keywords' | 'quiet_from' | 'quiet_to' | 'dnd_until'>;

/** Decides what one person is told of, in the person's time zone (an IANA name; "": the browser's). */
export class Policy {
  private readonly keywords: Keywords;

  constructor(
    private readonly me: Wishes,
    private readonly zone: string,
  ) {
    this.keywords = new Keywords(me.keywords);
  }

  verdict(heard: Heard): Verdict {
    const { message, channel } = heard;
    const added = message.kind === 'joined' && this.names(message);
    if ((message.author === this.me.id || message.kind) && !added) return 'silent';
    if (channel.muted) return this.names(message) ? 'badge' : 'silent';
    return this.wants(heard) && !this.quiet(heard.now) ? 'notify' : 'badge';
  }

  /** Whether nothing may disturb at that moment. */
  quiet(now: number): boolean {
    const { quiet_from, quiet_to, dnd_until } = this.me;
    if (now < dnd_until) return true;
    if (quiet_from === quiet_to) return false;
    const minute = minuteOfDay(now, this.zone);
    const [after, before] = [minute >= quiet_from, minute < quiet_to];
    return quiet_from < quiet_to ? after && before : after || before; // the latter over midnight
  }

  private wants(heard: Heard): boolean {
    const level = heard.channel.notify || heard.workspace || (heard.channel.kind === 'direct' ? 'all' : 'mentions');
    if (level === 'nothing') return false;
    const { message } = heard;
    const inStream = !message.thread || message.to_channel;
    const addressed = level === 'all' || Boolean(message.calls); // in a thread both reach those who follow it
    return (addressed && inStream) || heard.followed || this.names(message) || this.keywords.in(heard.text);
  }

  private names = ({ mentions }: Heard['message']) => mentions?.includes(this.me.id) ?? false;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight in a time zone. */
export function minuteOfDay(time: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const options = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: zone || undefined } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('en', options)));
  }
  const part = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return part.get('hour')! * 60 + part.get('minute')!;
}
