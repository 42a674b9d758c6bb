import type { Message } from '../api/types';

interface Listener {
  came(message: Message, followers: number[]): void;
  deleted(id: number): void;
}

/** How many wait for a listener. */
const kept = 20;

/** Messages as they come by the socket, without those that are fetched later; the first wait until somebody listens. */
class Arrivals {
  private waiting: Parameters<Listener['came']>[] = [];
  private listener: Listener | null = null;

  came(...arrival: Parameters<Listener['came']>) {
    if (this.listener) this.listener.came(...arrival);
    else this.waiting = [...this.waiting, arrival].slice(-kept);
  }

  deleted(id: number) {
    this.waiting = this.waiting.filter(([message]) => message.id !== id);
    this.listener?.deleted(id);
  }

  /** Listens until the returned function is called. */
  listen(listener: Listener): () => void {
    this.listener = listener;
    for (const arrival of this.waiting.splice(0)) listener.came(...arrival);
    return () => (this.listener = null);
  }
}

export const arrivals = new Arrivals();
