/** How an event's rev stands to the known one. */
export function judge(known: number, rev: number): 'old' | 'next' | 'gap' {
  if (rev <= known) return 'old';
  return rev === known + 1 ? 'next' : 'gap';
}

/** Milliseconds before a difference that could not be fetched is asked for again. */
const retryAfter = 2_000;

/** Fetches the difference of numbered logs: one request at a time for each log, again while newer numbers were seen. */
export class Healing<Key> {
  private readonly wanted = new Map<Key, number>();
  private readonly running = new Set<Key>();

  constructor(
    private readonly known: (key: Key) => number | undefined,
    private readonly fetch: (key: Key, since: number) => Promise<void>,
  ) {}

  /** Makes sure that the log reaches rev. */
  reach(key: Key, rev: number) {
    this.wanted.set(key, Math.max(rev, this.wanted.get(key) ?? 0));
    if (!this.running.has(key)) void this.run(key);
  }

  private async run(key: Key) {
    this.running.add(key);
    const since = this.known(key);
    const done = since === undefined || (await this.attempt(key, since));
    this.running.delete(key);
    const known = this.known(key);
    const wanted = this.wanted.get(key) ?? 0;
    if (known === undefined || known >= wanted) this.wanted.delete(key);
    else if (done && known > since!) void this.run(key);
    else setTimeout(() => this.wanted.has(key) && this.reach(key, wanted), retryAfter);
  }

  private async attempt(key: Key, since: number): Promise<boolean> {
    try {
      await this.fetch(key, since);
      return true;
    } catch {
      return false;
    }
  }
}
