/**
 * For a page's init script: what the server announces on the socket is now and then lost, comes twice, or comes late and in another
 * order. The page's own answers (hello, resumed, ack, error) arrive. `window.wire.reliable = true` ends it.
 */
export function unreliableSocket(seed) {
  const Real = window.WebSocket;
  const own = ['hello', 'resumed', 'ack', 'error'];
  let state = seed;
  const chance = () => {
    state = (state * 1664525 + 1013904223) % 4294967296; // the constants of Numerical Recipes
    return state / 4294967296;
  };
  const wire = (window.wire = { reliable: false, lost: 0, doubled: 0, late: 0 });
  const passed = new WeakSet();
  window.WebSocket = class extends Real {
    constructor(...address) {
      super(...address);
      wire.socket = this;
      this.addEventListener('message', (event) => {
        if (wire.reliable || passed.has(event) || own.includes(JSON.parse(event.data).type)) return;
        const luck = chance();
        if (luck > 0.3) return;
        event.stopImmediatePropagation();
        const again = (after) => setTimeout(() => this.readyState === 1 && this.give(event.data), after);
        if (luck < 0.1) wire.lost++;
        else if (luck < 0.2) {
          wire.doubled++;
          this.give(event.data);
          again(60 * chance());
        } else {
          wire.late++;
          again(40 * chance());
        }
      });
    }

    give(data) {
      const copy = new MessageEvent('message', { data });
      passed.add(copy);
      this.dispatchEvent(copy);
    }
  };
}

/** Random choices that a number repeats. */
export class Dice {
  constructor(seed) {
    this.state = seed;
  }

  chance() {
    this.state = (this.state * 1664525 + 1013904223) % 4294967296;
    return this.state / 4294967296;
  }

  of = (list) => list[Math.floor(this.chance() * list.length)];
}
