import * as accounts from '../api/accounts';
import { actAs } from '../api/client';
import { asFailure } from '../api/failure';
import { bootstrap, capabilities, updateMe, type MePatch } from '../api/me';
import type { AccountForm, Bootstrap, Me, Person, SetupForm, SignInForm } from '../api/types';
import { setAllCategories } from '../state/categories.svelte';
import { drafts } from '../state/drafts.svelte';
import { forgetMembers } from '../state/members.svelte';
import { unreached } from '../state/unreached.svelte';
import { presences } from '../state/presence.svelte';
import {
  forgetTyped,
  keepInvite,
  keepNothing,
  pendingInvite,
  rememberAccount,
  rememberedAccount,
} from '../state/memory';
import { outbox } from '../state/outgoing';
import { addPeople } from '../state/people.svelte';
import { forgetAllMessages } from '../state/changed';
import { channels, takeChannel, takeWorkspace, workspaces } from '../state/places.svelte';
import {
  namedAccount,
  namedMessage,
  namePath,
  openChannel,
  route,
  workspacePath,
  type Route,
} from '../state/route.svelte';
import { myId, session } from '../state/session.svelte';
import { threadList } from '../state/thread-list.svelte';
import { threads } from '../state/threads.svelte';
import { device } from '../device';
import { complain } from './complain';
import { joinByCode } from './invites';
import { connect, disconnect } from './live';
import { askEarly } from './messages';
import { nameOffer } from './public-name';
import { forgetReading } from './reading';
import { showLook } from './look';

export { changePassword, endOtherSessions, endSession, sessions } from '../api/accounts';

/** Finds out who is signed in in this tab and loads what the shell needs. */
export async function start(): Promise<void> {
  try {
    const answer = await firstAnswer();
    if (answer) begin(answer);
    else await greet();
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.status === 401) await greet();
    else session.phase = failure.code === 'address_not_allowed' ? 'not-allowed' : 'unreachable';
  }
}

/** Bootstrap as the remembered account, else as one that is signed in in this browser; null when there is none. */
async function firstAnswer(): Promise<Bootstrap | null> {
  const remembered = namedAccount() || rememberedAccount();
  try {
    actAs(remembered);
    if (remembered !== null) {
      askEarly(openChannel(), namedMessage());
      return await bootstrap();
    }
  } catch (thrown) {
    if (asFailure(thrown).status !== 401) throw thrown;
  }
  actAs(null);
  const [other] = (await accounts.signedInAccounts()).items;
  if (!other) return null;
  actAs(other.id);
  return bootstrap();
}

function begin(answer: Bootstrap) {
  forget();
  actAs(answer.me.id);
  keepNothing(answer.shared);
  rememberAccount(answer.me.id);
  session.me = answer.me;
  session.ended = false;
  session.epoch = answer.epoch;
  session.capabilities = answer.capabilities;
  session.limits = answer.limits;
  addPeople([answer.me, ...answer.people]);
  for (const row of answer.workspaces) takeWorkspace(row);
  setAllCategories(answer.categories);
  for (const row of answer.channels) takeChannel(row);
  threads.takeUnread(answer.threads);
  outbox.open(answer.me.id);
  drafts.open(answer.me.id);
  drafts.takeAll(answer.drafts);
  showLook();
  session.phase = 'ready';
  const at = route.current.at;
  if (at === 'setup' || at === 'signin' || at === 'signup') route.go('/', { replace: true });
  connect(answer.me.id, { restart, signedOut: () => void signedOut() });
}

/** The server's numbers began anew: nothing that is known holds. */
function restart() {
  session.phase = 'starting';
  void start();
}

/** Nobody is signed in: set-up, sign-in, or the page of an invite. */
async function greet() {
  disconnect();
  actAs(null);
  try {
    session.capabilities = await capabilities();
  } catch {
    session.phase = 'unreachable';
    return;
  }
  session.me = null;
  showLook();
  session.phase = 'signed-out';
  if (session.capabilities.setup_needed) route.go(`/setup${location.hash}`, { replace: true });
  else if (startsSignedIn(route.current.at)) route.go('/signin', { replace: true });
}

const startsSignedIn = (at: Route['at']) => at === 'chat' || at === 'setup' || at === 'name';

function forget() {
  workspaces.clear();
  channels.clear();
  forgetAllMessages();
  threads.clear();
  threadList.forget();
  forgetMembers();
  forgetReading();
  presences.forget();
  unreached.clear();
}

async function enter(account: Me) {
  actAs(account.id);
  rememberAccount(account.id);
  const code = pendingInvite();
  keepInvite(null);
  await start();
  if (code) await joinByCode(code).catch((thrown) => complain(thrown));
}

export async function setUp(form: SetupForm) {
  const { account, workspace } = await accounts.setUp({ ...form, device: device() });
  actAs(account.id);
  const asks = (await nameOffer())?.ask;
  if (asks) route.go(namePath, { replace: true });
  await enter(account);
  if (workspace && !asks) route.go(workspacePath(workspace.id), { replace: true });
}

export async function createAccount(form: AccountForm) {
  const { account, workspace } = await accounts.createAccount({ ...form, device: device() });
  keepNothing(form.shared ?? false);
  keepInvite(null);
  await enter(account);
  if (workspace) route.go(workspacePath(workspace.id), { replace: true });
}

export async function signIn(form: SignInForm) {
  const { account } = await accounts.signIn({ ...form, device: device() });
  keepNothing(form.shared ?? false);
  await enter(account);
}

/** The accounts that this browser is signed in with. */
export async function accountsHere(): Promise<Person[]> {
  return (await accounts.signedInAccounts()).items;
}

/** Goes on in this tab as another account of this browser. */
export async function switchAccount(id: number) {
  if (id === myId()) return;
  try {
    const sent = outbox.release();
    const answer = await bootstrap(id);
    await sent; // as the account that has written it
    disconnect();
    route.go('/', { replace: true });
    begin(answer);
  } catch (thrown) {
    if (asFailure(thrown).status === 401) route.go('/signin');
    else complain(thrown, () => switchAccount(id));
  }
}

export async function signOut() {
  try {
    await leave(() =>
      accounts.signOut().catch((thrown) => {
        if (asFailure(thrown).status !== 401) throw thrown; // it has ended already
      }),
    );
  } catch (thrown) {
    complain(thrown, signOut);
  }
}

/** Whether this tab ends its session itself: the server closes its socket as it does when others end it. */
let leaving = false;

async function leave(end: () => Promise<unknown>) {
  const id = myId();
  leaving = true;
  try {
    await outbox.release();
    await end();
    await left(id);
  } finally {
    leaving = false;
  }
}

/** This account is no longer signed in here; another one of this browser goes on in its place. */
async function left(id: number) {
  forgetTyped(id);
  void import('./uploads').then(({ forgetUploads }) => forgetUploads(id)).catch(() => {});
  rememberAccount(null);
  disconnect();
  forget();
  session.me = null;
  session.phase = 'starting';
  route.go('/', { replace: true });
  await start();
}

export const deleteAccount = (password: string) => leave(() => accounts.deleteAccount(password));

/** The session has ended, here or elsewhere. */
export async function signedOut() {
  rememberAccount(null);
  forget();
  session.me = null;
  session.ended = !leaving;
  session.phase = 'starting';
  if (startsSignedIn(route.current.at)) route.go('/signin', { replace: true });
  await greet();
}

/** Changes my settings: seen at once, undone when the server refuses. */
export async function changeMe(patch: MePatch) {
  const before = session.me;
  if (!before) return;
  session.me = { ...before, ...patch };
  showLook();
  try {
    const me = await updateMe(patch);
    if (me.rev >= (session.me?.rev ?? 0)) session.me = { ...me, rev: session.me.rev };
    addPeople([me]);
  } catch (thrown) {
    session.me = { ...before, rev: session.me?.rev ?? before.rev };
    showLook();
    throw thrown;
  }
}
