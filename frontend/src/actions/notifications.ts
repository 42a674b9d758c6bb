import type { Channel, Me, Message, Person } from '../api/types';
import { Claims } from '../notifications/claims';
import { Desk } from '../notifications/desk.svelte';
import { desktop } from '../notifications/desktop';
import { Policy } from '../notifications/policy';
import { Tone } from '../notifications/tone';
import { spoken } from '../state/announcer.svelte';
import { layout } from '../state/layout.svelte';
import { storageHere } from '../state/memory';
import { isGroup, markedTitle } from '../state/naming';
import { nameOf, people } from '../state/people.svelte';
import { channels, workspaces } from '../state/places.svelte';
import { messagePath, openChannel, openWorkspace, route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { clock } from '../time/clock';
import { w } from '../words/index.svelte';
import { accountsHere } from './session';

/** Milliseconds in which a message is told by one tab only; all tabs hear of it within that time. */
const claimed = 60_000;
/** Milliseconds between two sounds, of all tabs together. */
const soundsApart = 2_000;
/** The most letters of a message that a notification shows. */
const shownText = 200;
/** Milliseconds for which the list of accounts in this browser is believed. */
const accountsFresh = 10 * 60_000;

const claims = new Claims({ locks: navigator.locks, storage: storageHere });
const desk = new Desk();
const tone = new Tone();
let policy: { of: Me; zone: string; decides: Policy } | null = null;
let accounts: { list: Person[]; asked: number } = { list: [], asked: -Infinity };

/** Tells of a message that has just come, if its reader wants that; one tab does it for all. */
export async function tell(message: Message, followers: number[]) {
  const [me, channel] = [session.me, channels.get(message.channel)];
  if (!me || !channel || verdict(me, channel, message, followers) !== 'notify') return;
  const place = placeOf(message);
  const looked = placesLookedAt().includes(place);
  if (!looked && (await claims.held(lookedName(me.id, place)))) return;
  // The tab that shows it claims it, too: another one may hear of it when nobody looks at this any more.
  if (!(await claims.claim(`courtyard.told.${me.id}.${message.id}`, claimed)) || looked) return;
  const sounded = me.sound && (await sound());
  if (desktop() !== 'on') return;
  await Promise.all([nameAccounts(), nameAuthor(message.author)]);
  desk.show({
    tag: `courtyard.${me.id}.${message.id}`,
    ...wording(me, channel, message),
    sounds: me.sound && !sounded,
    about: { message: message.id, channel: channel.id, seq: message.seq, thread: threadOf(message) },
    onclick: () => route.go(messagePath(channel.workspace || openWorkspace(), message)),
  });
}

/** Who said what, and where. */
function wording(me: Me, channel: Channel, message: Message) {
  if (message.kind) return { title: titled(markedTitle(channel)), body: w.youWereAdded };
  const name = nameOf(message.author);
  return {
    title: titled(channel.kind === 'direct' && !isGroup(channel) ? name : w.saidIn(name, markedTitle(channel))),
    body: me.hide_text ? w.newMessage : spoken(message).slice(0, shownText),
  };
}

function verdict(me: Me, channel: Channel, message: Message, followers: number[]) {
  return policyOf(me).verdict({
    message,
    text: spoken(message),
    channel,
    workspace: workspaces.get(channel.workspace)?.notify ?? '',
    followed: followers.includes(me.id),
    now: Date.now(),
  });
}

function policyOf(me: Me): Policy {
  const { zone } = clock();
  if (policy?.of !== me || policy.zone !== zone) policy = { of: me, zone, decides: new Policy(me, zone) };
  return policy.decides;
}

/** Where several people share a browser, the notification says whom it is for. */
const titled = (title: string) => (accounts.list.length > 1 && session.me ? w.toldTo(title, session.me.name) : title);

async function nameAccounts() {
  if (Date.now() - accounts.asked < accountsFresh) return;
  const list = await accountsHere().catch(() => accounts.list);
  accounts = { list, asked: Date.now() };
}

/** After time without a connection one notification tells of all that came meanwhile and waits. */
export async function tellOfReturn(missed: number) {
  const { me } = session;
  if (!me || missed <= 0 || layout.attentive || policyOf(me).quiet(Date.now()) || desktop() !== 'on') return;
  if (!(await claims.claim(`courtyard.returned.${me.id}`, claimed))) return;
  await nameAccounts();
  desk.show({
    tag: `courtyard.${me.id}.returned`,
    title: titled(w.missedTitle),
    body: w.missedCount(missed),
    sounds: false,
    onclick: () => {},
  });
}

/** The root of the thread that a message is only in; 0: it is in the channel. */
const threadOf = ({ thread = 0, to_channel }: Message) => (to_channel ? 0 : thread);

/** Where a message is seen: in its channel, or in its thread. */
const placeOf = (message: Message) =>
  threadOf(message) ? `thread ${threadOf(message)}` : `channel ${message.channel}`;

/** What this tab shows of channels and threads while somebody looks at it. */
export function placesLookedAt(): string[] {
  if (!layout.attentive) return [];
  const { pane } = layout;
  return [
    ...(openChannel() ? [`channel ${openChannel()}`] : []),
    ...(pane?.kind === 'thread' ? [`thread ${pane.root}`] : []),
  ];
}

const lookedName = (account: number, place: string) => `courtyard.looked.${account}.${place}`;

/** Lets the other tabs know that a place is looked at here, until the returned function is called. */
export const lookAt = (account: number, place: string) => claims.hold(lookedName(account, place));

/** Takes away the notifications of what was read. */
export function closeRead() {
  const looked = placesLookedAt();
  desk.closeWhere(({ channel, seq, thread }) =>
    thread ? looked.includes(`thread ${thread}`) : seq <= (channels.get(channel)?.read_seq ?? Infinity),
  );
}

/** Nothing that was deleted stays on the desktop. */
export const closeDeleted = (id: number) => desk.closeWhere(({ message }) => message === id);

export const clearDesk = () => desk.clear();

/** Milliseconds to wait for the name of somebody who was never heard of. */
const patience = 2_000;

async function nameAuthor(id: number) {
  const end = Date.now() + patience;
  while (!people.has(id) && Date.now() < end) await new Promise((again) => setTimeout(again, 50));
}

async function sound(): Promise<boolean> {
  return !(await claims.claim('courtyard.sound', soundsApart)) || tone.play();
}

/** Lets the sound be heard; false where the browser forbids it. */
export const testSound = () => tone.play();
