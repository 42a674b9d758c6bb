import { withWords } from '../words/index.svelte';

/** A part of the page that the first screen does not need: it is fetched once it is wanted, and again where that failed. */
export class Fetched<Module> {
  parts = $state.raw<Module | null>(null);
  private asked: Promise<void> | null = null;

  constructor(private readonly load: () => Promise<Module>) {}

  /** Settles when the part is there, or could not be fetched. */
  want(): Promise<void> {
    this.asked ??= withWords(this.load).then(
      (parts) => void (this.parts = parts),
      () => void (this.asked = null),
    );
    return this.asked;
  }
}
