import { SvelteMap } from 'svelte/reactivity';

/** Milliseconds for which somebody counts as typing: news of it come every three seconds. */
const lasting = 6_000;

type Timer = ReturnType<typeof setTimeout>;

const keyOf = (channel: number, thread: number) => `${channel}/${thread}`;

/** Who types where; it ends by itself, or with the message. */
class Typing {
  private readonly places = new SvelteMap<string, readonly number[]>();
  private readonly ends = new Map<string, Timer>();

  /** Those who type in a channel, or in one of its threads, in the order in which they began. */
  in = (channel: number, thread = 0): readonly number[] => this.places.get(keyOf(channel, thread)) ?? [];

  heard(channel: number, thread: number, account: number) {
    const place = keyOf(channel, thread);
    const now = this.in(channel, thread);
    if (!now.includes(account)) this.places.set(place, [...now, account]);
    const end = `${place}/${account}`;
    clearTimeout(this.ends.get(end));
    this.ends.set(
      end,
      setTimeout(() => this.ended(channel, thread, account), lasting),
    );
  }

  ended(channel: number, thread: number, account: number) {
    const place = keyOf(channel, thread);
    clearTimeout(this.ends.get(`${place}/${account}`));
    this.ends.delete(`${place}/${account}`);
    const rest = this.in(channel, thread).filter((one) => one !== account);
    if (rest.length > 0) this.places.set(place, rest);
    else this.places.delete(place);
  }
}

export const typing = new Typing();
