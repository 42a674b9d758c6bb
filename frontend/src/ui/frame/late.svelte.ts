import type { Component } from 'svelte';
import { complain } from '../../actions/complain';
import { connection } from '../../state/connection.svelte';
import { withWords } from '../../words/index.svelte';

/** A component that the first screen does not need: it is fetched while that is looked at, or when it is asked for. */
export class Late<Props extends object> {
  component = $state.raw<Component<Props> | null>(null);

  constructor(
    private readonly load: () => Promise<{ default: Component<Props> }>,
    private readonly asked = { wanted: () => false, giveUp: () => {} },
  ) {
    $effect(() => {
      if (this.component || (connection.status !== 'open' && !asked.wanted())) return;
      const timer = setTimeout(() => void this.fetch(), asked.wanted() ? 0 : 1_000);
      return () => clearTimeout(timer);
    });
  }

  private async fetch() {
    try {
      this.component = (await withWords(this.load)).default;
    } catch (thrown) {
      if (!this.asked.wanted()) return; // again with the next connection
      this.asked.giveUp();
      complain(thrown);
    }
  }
}
