import type { Problem } from './types';

/** A call that did not succeed; status 0 and code "offline" mean that no answer came and the outcome is unknown. */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  /** Names of the fields that the server refused (422). */
  readonly fields: string[];
  /** Which quota leaves no room. */
  readonly quota: Problem['quota'];
  /** Seconds to wait, from Retry-After; 0 when the server named none. */
  readonly retryAfter: number;

  constructor(status: number, problem: Problem = {}, retryAfter = 0) {
    super(problem.detail ?? '');
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'offline' : 'unknown');
    this.fields = (problem.errors ?? []).map((e) => e.location.split('.').pop() ?? '');
    this.quota = problem.quota;
    this.retryAfter = retryAfter;
  }

  /** Whether the same call may succeed later: there was no answer, there were too many calls, or the server had a fault or no room. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Whatever was thrown, as a Failure. */
export function asFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure(0);
}
