import { SvelteMap } from 'svelte/reactivity';
import { placeKey, type Place } from './drafts.svelte';

/** The message that the next one in a channel, or in a thread, will quote, by its id. */
class Quoting {
  private readonly chosen = new SvelteMap<string, number>();

  of(place: Place): number | undefined {
    return this.chosen.get(placeKey(place));
  }

  begin(place: Place, message: number) {
    this.chosen.set(placeKey(place), message);
  }

  drop(place: Place) {
    this.chosen.delete(placeKey(place));
  }

  take(place: Place): number | undefined {
    const message = this.of(place);
    this.drop(place);
    return message;
  }
}

export const quoting = new Quoting();
