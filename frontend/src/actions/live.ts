import { asFailure } from '../api/failure';
import { bootstrap, me } from '../api/me';
import { dispatch } from '../events';
import { closeSocket, useSocket, wakeSocket } from '../socket/current';
import type { Hello, Resume, Resumed } from '../socket/frames';
import { Socket, type Line, type Status } from '../socket/socket';
import type { Closing } from '../socket/closing';
import { forgetMessages } from '../state/changed';
import { connection } from '../state/connection.svelte';
import { drafts } from '../state/drafts.svelte';
import { layout } from '../state/layout.svelte';
import { outbox, outgoingThrough } from '../state/outgoing';
import { notices } from '../state/notices.svelte';
import { addPeople } from '../state/people.svelte';
import { setAllCategories } from '../state/categories.svelte';
import { channels, dropChannel, takeWorkspace, workspaces } from '../state/places.svelte';
import { route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { noteUnreached } from '../state/unreached.svelte';
import { uploads } from '../state/uploads.svelte';
import { threads } from '../state/threads.svelte';
import { w } from '../words/index.svelte';
import { saveDrafts } from './drafts';
import { channelLogs, isShown, loseWorkspace, meLog, takeMyRow, workspaceLogs } from './healing';
import { takeMe } from './me';
import { refreshThreads } from './threads';
import { tellReadAgain } from './reading';
import { sendHeld } from './undo';

/** What the connection asks of the session. */
export interface SessionHooks {
  /** Everything known belongs to another epoch: load anew. */
  restart(): void;
  signedOut(): void;
}

let hooks: SessionHooks;

/** Connects as an account; a connection of another one ends. */
export function connect(account: number, session: SessionHooks) {
  disconnect();
  hooks = session;
  const address = `${location.origin.replace(/^http/, 'ws')}/api/v1/socket?account=${account}`;
  const dial = () => new WebSocket(address) as Line;
  const live = new Socket(dial, { hello, resumed, event: dispatch, status, ended, unreached });
  useSocket(live);
  outgoingThrough({
    ready: () => live.open,
    send: ({ channel, nonce, text, quote, parent, to_channel, uploads: ids }) =>
      live
        .request({ type: 'message.send', channel, nonce, text, quote, parent, to_channel, files: uploads.files(ids) })
        .then((ack) => {
          uploads.stored(nonce);
          noteUnreached(channel, ack.unreached);
        })
        .finally(() => setTimeout(saveDrafts)),
  });
  live.connect();
}

export function disconnect() {
  closeSocket();
  useSocket(null);
}

function status(now: Status) {
  connection.status = now;
  connection.lost = now !== 'open' && (connection.lost || now === 'offline');
}

/** Milliseconds that this device's clock may be off before we say so. */
const clockTolerance = 2 * 60 * 1000;

function hello(frame: Hello): Resume | null {
  session.degraded = frame.degraded ?? false;
  if (Math.abs(Date.now() - frame.time) > clockTolerance) notices.add(w.clockOff);
  if (frame.epoch !== session.epoch) {
    hooks.restart();
    return null;
  }
  const revs = (map: Iterable<[number, number]>) => Object.fromEntries(map);
  return {
    type: 'resume',
    epoch: frame.epoch,
    me: session.me?.rev ?? 0,
    workspaces: revs([...workspaces.values()].map((one) => [one.id, one.rev])),
    channels: revs([...channels.values()].map((one) => [one.id, one.last_rev])),
  };
}

function resumed(frame: Resumed) {
  connection.lost = false;
  for (const id of frame.gone?.workspaces ?? []) loseWorkspace(id);
  for (const id of frame.gone?.channels ?? []) dropChannel(id);
  if (catchUp(frame)) void refresh(frame.me ?? 0);
  else if ((frame.me ?? 0) > (session.me?.rev ?? 0)) meLog.reach('me', frame.me);
  outbox.flush();
  saveDrafts();
  tellReadAgain();
}

/** Asks for the differences of what is on screen; tells whether anything else differs. */
function catchUp(frame: Resumed): boolean {
  let others = false;
  for (const [id, rev] of numbers(frame.workspaces)) {
    if (workspaces.has(id)) workspaceLogs.reach(id, rev);
    else others = true;
  }
  for (const [id, rev] of numbers(frame.channels)) {
    if (rev <= (channels.get(id)?.last_rev ?? -1)) continue;
    if (isShown(id)) channelLogs.reach(id, rev);
    else {
      forgetMessages(id);
      others = true;
    }
  }
  return others;
}

const numbers = (map: Record<string, number> = {}) =>
  Object.entries(map).map(([id, rev]) => [Number(id), rev] as const);

/** The rows of everything that is not on screen, in one call. */
async function refresh(meRev: number) {
  try {
    const { heard } = threads;
    const rows = await bootstrap();
    addPeople(rows.people);
    for (const row of rows.workspaces) if (!workspaces.has(row.id)) takeWorkspace(row);
    setAllCategories(rows.categories);
    for (const row of rows.channels) takeMyRow(row);
    threads.takeUnread(rows.threads);
    if (heard !== threads.heard) void refreshThreads();
    drafts.takeAll(rows.drafts);
    takeMe(rows.me);
  } catch {
    meLog.reach('me', meRev); // asks again until it has an answer
  }
}

function ended(closing: Exclude<Closing, { then: 'reconnect' }>) {
  if (closing.then === 'sign-in') hooks.signedOut();
  else if (closing.then === 'stop') session.phase = 'not-allowed';
  else session.phase = 'outdated';
}

/** Finds out whether the server is away or does not want us: signed out elsewhere, or no longer in its network. */
async function unreached() {
  try {
    await me();
  } catch (thrown) {
    const { status, code } = asFailure(thrown);
    if (status === 401) hooks.signedOut();
    else if (code === 'address_not_allowed') ended({ then: 'stop' });
  }
}

/** Follows what happens to the window: a socket that slept wakes with it. */
export function watchWindow() {
  const look = () => (layout.attentive = document.visibilityState === 'visible' && document.hasFocus());
  document.addEventListener('visibilitychange', () => {
    look();
    if (document.visibilityState === 'visible') wakeSocket();
    else saveDrafts();
  });
  addEventListener('pagehide', sendHeld);
  addEventListener('online', () => wakeSocket());
  addEventListener('focus', look);
  addEventListener('blur', look);
  look();
  route.start();
}
