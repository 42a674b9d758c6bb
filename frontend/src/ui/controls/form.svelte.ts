import { asFailure } from '../../api/failure';
import { explained } from '../../words/explain.svelte';

/** What of a form's values was changed since it was opened: the rest may have been changed by others. */
export function changed<T extends object>(before: T, now: T): Partial<T> {
  const keys = Object.keys(now) as (keyof T)[];
  return Object.fromEntries(keys.filter((key) => now[key] !== before[key]).map((key) => [key, now[key]])) as Partial<T>;
}

/** A form that is sent once at a time and says what went wrong. */
export class Form {
  busy = $state(false);
  error = $state('');
  /** Names of the fields that the server refused. */
  fields = $state.raw<string[]>([]);
  /** The refusal's code, such as "username_taken". */
  code = $state('');

  /** Whether it succeeded. */
  async submit(send: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = '';
    this.fields = [];
    this.code = '';
    try {
      await send();
      return true;
    } catch (thrown) {
      const failure = asFailure(thrown);
      this.error = await explained(failure);
      this.fields = failure.fields;
      this.code = failure.code;
      return false;
    } finally {
      this.busy = false;
    }
  }

  refused(field: string): boolean {
    return this.fields.includes(field) || this.code.startsWith(`${field}_`);
  }
}
