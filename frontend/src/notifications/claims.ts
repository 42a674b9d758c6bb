/** What two tabs of one browser agree by; browsers have locks only in secure contexts. */
export interface Agreement {
  locks?: LockManager;
  storage: () => Storage | undefined;
}

/**
 * Makes many tabs act as one: whoever claims a name first may act, and what a tab holds all others can see. A tab that dies
 * lets go by itself. Without locks the storage is nearly as good: two tabs that act in the same millisecond may both act.
 */
export class Claims {
  constructor(private readonly by: Agreement) {}

  /** Whether this tab is the first to claim a name; it stays claimed for a while. */
  claim(name: string, milliseconds: number): Promise<boolean> {
    const { locks } = this.by;
    if (!locks) return Promise.resolve(this.claimInStorage(name, milliseconds));
    return new Promise((answer) => {
      void locks.request(name, { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        return lock && new Promise((over) => setTimeout(over, milliseconds));
      });
    });
  }

  /** Shows the other tabs a name until the returned function is called. */
  hold(name: string): () => void {
    const { locks } = this.by;
    if (!locks) return this.holdInStorage(name);
    const letGo = new AbortController();
    let over: (() => void) | undefined;
    const held = new Promise<void>((done) => (over = done));
    locks.request(name, { mode: 'shared', signal: letGo.signal }, () => held).catch(() => {}); // let go before it was held
    return () => {
      letGo.abort();
      over?.();
    };
  }

  /** Whether any tab holds a name. */
  async held(name: string): Promise<boolean> {
    const { locks, storage } = this.by;
    if (!locks) return storage()?.getItem(holding) === name;
    return (await locks.query()).held?.some((lock) => lock.name === name) ?? false;
  }

  private claimInStorage(name: string, milliseconds: number): boolean {
    const storage = this.by.storage();
    const now = Date.now();
    const claimed = parse(storage?.getItem(claiming)).filter((one) => one.until > now);
    if (claimed.some((one) => one.name === name)) return false;
    write(storage, claiming, JSON.stringify([...claimed, { name, until: now + milliseconds }]));
    return true;
  }

  /** Only one tab of a browser is looked at, so one place is enough. */
  private holdInStorage(name: string): () => void {
    const storage = this.by.storage();
    write(storage, holding, name);
    return () => storage?.getItem(holding) === name && storage.removeItem(holding);
  }
}

const claiming = 'courtyard.claims';
const holding = 'courtyard.holding';

function write(storage: Storage | undefined, key: string, value: string) {
  try {
    storage?.setItem(key, value);
  } catch {
    // A full storage costs one notification too many.
  }
}

function parse(text: string | null | undefined): { name: string; until: number }[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
