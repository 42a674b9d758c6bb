import type { Failure } from '../api/failure';
import { w } from './index.svelte';

/** A failure in words, by its code; an unknown code falls back to the server's English sentence. */
export function explain({ code, message, retryAfter }: Pick<Failure, 'code' | 'message' | 'retryAfter'>): string {
  const text = explainCode(code) ?? (message || w.errorUnknown);
  return retryAfter > 0 ? `${text} ${w.tryAgainIn(retryAfter)}` : text;
}

export function explainCode(code: string): string | undefined {
  return (w.errors as Record<string, string>)[code];
}
