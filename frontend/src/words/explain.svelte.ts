import type { Failure } from '../api/failure';
import { language, w, type Language } from './index.svelte';

type Sentences = Record<string, string>;

/** Nobody waits for sentences about failures on the first screen. */
const load: Record<Language, () => Promise<Sentences>> = {
  en: async () => (await import('./errors-en')).errors,
  ja: async () => (await import('./errors-ja')).errors,
};
/** null: they could not be fetched. */
let loaded = $state.raw<Partial<Record<Language, Sentences | null>>>({});

/** Whether failures can be told in the chosen language. */
export const canExplain = (): boolean => Boolean(loaded[language()]);

/** Settles when failures can be told in the chosen language, or the sentences could not be fetched. */
export async function learnToExplain(): Promise<void> {
  const asked = language();
  if (loaded[asked]) return;
  const sentences = await load[asked]().catch(() => null);
  loaded = { ...loaded, [asked]: sentences };
}

/**
 * A failure in words, by its code; empty while the words are on their way. An unknown code falls back to the server's English
 * sentence.
 */
export function explain({ code, message, retryAfter }: Pick<Failure, 'code' | 'message' | 'retryAfter'>): string {
  const known = explainCode(code);
  if (!known && loaded[language()] === undefined) return '';
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
  if (loaded[language()] === undefined) void learnToExplain();
  return loaded[language()]?.[code];
}
