import * as api from '../api/messages';
import { asFailure } from '../api/failure';
import { knownMessage } from '../state/changed';
import { takePeople } from '../state/people.svelte';
import { quotedMessage, setQuoted } from '../state/quotes.svelte';

/** Finds a quoted message: among those of the channel that are loaded, else at the server, once. */
export async function findQuoted(channel: number, id: number) {
  const known = quotedMessage(id);
  if (known !== undefined && known !== 'away') return;
  const loaded = knownMessage(channel, id);
  if (loaded) {
    setQuoted(id, loaded);
    return;
  }
  setQuoted(id, 'loading');
  try {
    const { message, people } = await api.message(id);
    takePeople([message], people);
    setQuoted(id, message);
  } catch (thrown) {
    setQuoted(id, asFailure(thrown).status === 404 ? 'hidden' : 'away');
  }
}
