import type { Failure } from '../api/failure';
import { allWords, w } from './index.svelte';

/** The sentences could not be fetched: the server's have to do. */
let missing = $state(false);

const sentences = (): Readonly<Record<string, string>> | undefined => w.errors;

/** Whether failures can be told in the chosen language. */
export const canExplain = (): boolean => Boolean(sentences());

/** Settles when failures can be told in the chosen language, or the sentences could not be fetched. */
export async function learnToExplain(): Promise<void> {
  missing = await allWords().then(
    () => false,
    () => true,
  );
}

/**
 * A failure in words, by its code; empty while the words are on their way. An unknown code falls back to the server's English
 * sentence.
 */
export function explain({ code, message, retryAfter }: Pick<Failure, 'code' | 'message' | 'retryAfter'>): string {
  const known = explainCode(code);
  if (!known && !sentences() && !missing) return '';
  const text = known ?? (message || w.errorUnknown);
  return retryAfter > 0 ? `${text} ${w.tryAgainIn(retryAfter)}` : text;
}

/** The same, once the words are there. */
export async function explained(failure: Failure): Promise<string> {
  await learnToExplain();
  return explain(failure);
}

/** What a code means; while the sentences are on their way, and for an unknown code, undefined. */
export function explainCode(code: string): string | undefined {
  if (code === 'offline') return w.errorOffline;
  if (!sentences() && !missing) void learnToExplain();
  return sentences()?.[code];
}
