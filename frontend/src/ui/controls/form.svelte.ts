import { asFailure } from '../../api/failure';
import { explain } from '../../words/explain';

/** A form that is sent once at a time and says what went wrong. */
export class Form {
  busy = $state(false);
  error = $state('');
  /** Names of the fields that the server refused. */
  fields = $state.raw<string[]>([]);

  /** Whether it succeeded. */
  async submit(send: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = '';
    this.fields = [];
    try {
      await send();
      return true;
    } catch (thrown) {
      const failure = asFailure(thrown);
      this.error = explain(failure);
      this.fields = failure.fields;
      return false;
    } finally {
      this.busy = false;
    }
  }

  refused(field: string): boolean {
    return this.fields.includes(field);
  }
}
