import { randomUUID } from 'node:crypto';

/** What an office has said in a livelier channel, in threads, to one another and to everybody. */
export async function converse(programs, place, office) {
  const lively = await programs[0].channel(office.lively);
  const said = await stream(programs, lively, office.sayings);
  await directs(programs, office);
  await announce(programs[0], place, office);
  for (const [name, change] of [
    ['general', { favourite: true }],
    [office.lively, { favourite: true }],
    [office.channels.at(-1), { muted: true }],
  ]) {
    const { id } = await programs[0].channel(name);
    await programs[0].ask('PATCH', `/channels/${id}/membership`, change);
  }
  return { lively, ...said };
}

/** A reply, a quote or a plain message. */
const say = (program, channel, text, more) =>
  program.ask('POST', `/channels/${channel.id}/messages`, { nonce: randomUUID(), text, ...more });

const react = (program, message, emoji) =>
  program.ask('PUT', `/messages/${message.id}/reactions?emoji=${encodeURIComponent(emoji)}`);

async function stream(programs, channel, sayings) {
  const [aiko, ben, chie, daniel, emi] = programs;
  const pinned = await say(ben, channel, sayings.pinned);
  await aiko.ask('PUT', `/messages/${pinned.id}/pin`);
  for (const one of [aiko, chie, daniel]) await react(one, pinned, '🙏');
  for (const one of [emi, daniel]) await react(one, pinned, '👍');
  const edited = await say(chie, channel, sayings.before);
  await chie.ask('PATCH', `/messages/${edited.id}`, { text: sayings.edited });
  const gone = await say(daniel, channel, sayings.gone);
  await daniel.ask('DELETE', `/messages/${gone.id}`);
  const root = await say(emi, channel, sayings.long);
  for (const [index, who] of [ben, chie, aiko, ben].entries()) {
    await say(who, channel, sayings.replies[index], { parent: root.id, to_channel: index === 3 });
  }
  await react(emi, root, '🎉');
  const quoting = await say(daniel, channel, sayings.quoting, { quote: pinned.id });
  for (const one of [ben, chie, emi]) await react(one, quoting, '✅');
  for (const one of [aiko, ben]) await react(one, quoting, '👀');
  const fresh = await say(ben, channel, sayings.mention);
  for (const [index, text] of sayings.more.entries()) await say(programs[index + 2], channel, text);
  return { pinned, root, fresh };
}

async function directs([aiko, ben, chie, daniel], { people, group, sayings }) {
  const ids = new Map();
  for (const one of [ben, chie, daniel]) ids.set(one, (await one.ask('GET', '/me')).id);
  const open = (others, name) => aiko.ask('POST', '/direct', { account_ids: others.map((one) => ids.get(one)), name });
  const pair = await open([ben]);
  for (const [index, who] of [ben, aiko, ben].entries()) await say(who, pair, sayings.hello[index]);
  await say(daniel, await open([daniel]), sayings.call);
  const party = await open([ben, chie], group);
  await say(chie, party, sayings.party[0]);
  await say(aiko, party, sayings.party[1]);
}

async function announce(aiko, place, { announcements, sayings }) {
  const channel = await aiko.ask('POST', `/workspaces/${place.id}/channels`, {
    name: announcements,
    kind: 'announcement',
    everyone: true,
  });
  await say(aiko, channel, sayings.announced);
}
