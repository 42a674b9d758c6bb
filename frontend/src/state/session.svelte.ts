import type { Capabilities, Limits, Me } from '../api/types';

/** starting: nothing is known yet; unreachable: the first call got no answer. */
export type Phase = 'starting' | 'signed-out' | 'ready' | 'unreachable' | 'not-allowed' | 'outdated';

const noLimits: Limits = {
  message_characters: 16_384,
  message_bytes: 65_536,
  frame_bytes: 262_144,
  file_bytes: 1_073_741_824,
  message_files: 10,
  picture_bytes: Infinity,
  emoji_bytes: Infinity,
};

/** Who is signed in in this tab, and what the server allows. */
class Session {
  phase = $state<Phase>('starting');
  me = $state.raw<Me | null>(null);
  capabilities = $state.raw<Capabilities | null>(null);
  limits = $state.raw<Limits>(noLimits);
  /** Only ever true for those who look after the server. */
  degraded = $state(false);
  epoch = '';
  /** The session ended, and not by this tab. */
  ended = $state(false);
}

export const session = new Session();

/** The id of the person who acts; 0 while nobody is signed in. */
export const myId = () => session.me?.id ?? 0;
