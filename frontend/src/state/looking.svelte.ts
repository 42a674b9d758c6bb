import type { FileInMessage, Message } from '../api/types';

/** A picture that is looked at, with the message that brought it; `thread` is the root's id, 0 for the stream. */
export interface LookedAt {
  file: FileInMessage;
  message: Message;
  thread: number;
}

/** What of the files on this screen is opened over it. */
class Looking {
  picture = $state.raw<LookedAt | null>(null);
  details = $state.raw<FileInMessage | null>(null);

  cease() {
    this.picture = null;
    this.details = null;
  }
}

export const looking = new Looking();
