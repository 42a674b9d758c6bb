import { asFailure } from '../api/failure';
import { notices } from '../state/notices.svelte';
import { canExplain, explain, learnToExplain } from '../words/explain.svelte';

/** Says in words what went wrong, with a way to try again unless trying again cannot help. */
export function complain(thrown: unknown, retry?: () => unknown) {
  const failure = asFailure(thrown);
  const tell = () => notices.add(explain(failure), failure.passing && retry ? () => void retry() : undefined);
  if (canExplain()) tell();
  else void learnToExplain().then(tell);
}
