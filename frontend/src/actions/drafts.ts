import * as api from '../api/drafts';
import { asFailure } from '../api/failure';
import { drafts, placeKey, type Edit, type Place } from '../state/drafts.svelte';
import { outbox } from '../state/outgoing';
import { myId } from '../state/session.svelte';

export { preview } from '../api/drafts';

/** Milliseconds of rest after which what was typed is saved. */
const rest = 1_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Keeps what is being typed: here at once, on the server after a rest. */
export function writeDraft(place: Place, text: string) {
  if (drafts.edit(place, text)) saveLater(place);
}

function saveLater(place: Place) {
  const key = placeKey(place);
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => void save(place), rest),
  );
}

/** Saves at once everything that waits: a place is left, the tab is hidden, the connection is back. */
export function saveDrafts() {
  for (const [place] of drafts.pending()) void save(place);
}

/** Loads a draft of which no more than its beginning is known; a failure leaves that for the next opening. */
export function completeDraft(place: Place) {
  if (!drafts.isCut(place) && !drafts.isUnknown(place)) return;
  api.draft(place).then(
    (draft) => drafts.take({ ...draft, cut: false }),
    () => {},
  );
}

async function save(place: Place) {
  const [edit, account] = [drafts.pendingAt(place), myId()];
  if (!edit || drafts.isUnderway(place)) return;
  // Sending ends the draft of its place: what was typed after it waits until it is sent.
  if (outbox.of(place.channel, place.thread).length > 0) return saveLater(place);
  clearTimeout(timers.get(placeKey(place)));
  const same = () => myId() === account;
  const done = await attempt(place, edit, same);
  if (same()) drafts.settled(place);
  if (done && drafts.pendingAt(place)) void save(place);
}

/** Whether the server has it; what it refuses waits for another edit or connection. */
async function attempt(place: Place, edit: Edit, same: () => boolean): Promise<boolean> {
  drafts.sends(place, edit);
  try {
    const saved = await api.saveDraft(place, edit.text);
    if (!same()) return false;
    // What the server cleans out of a text is not taken away while somebody types.
    drafts.saved(edit, { ...saved, text: edit.text });
    return true;
  } catch (thrown) {
    if (same() && asFailure(thrown).status === 404) drafts.end(place);
    return false;
  }
}
