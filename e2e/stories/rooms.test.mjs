import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { hasFocus } from '../support/field.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story('Aiko opens a channel, Ben finds and joins it; its new name and topic leave lines', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.creates('sales', { everyone: false });
  assert.equal(await ben.link('sales').count(), 0, 'Ben was not added');

  await ben.button(words.browseChannels).click();
  const browse = ben.dialog(words.browseChannels);
  await browse.getByRole('listitem').filter({ hasText: 'sales' }).getByRole('button').click();
  await ben.composer('sales').waitFor();
  await aiko.sees('sales', 'Ben joined');

  await changes(aiko, words.channelName, 'orders');
  for (const person of [aiko, ben]) await person.sees('orders', 'Aiko renamed the channel to #orders');
  await changes(aiko, words.topic, 'Osaka and Kobe');
  for (const person of [aiko, ben]) await person.sees('orders', 'Aiko set the topic: Osaka and Kobe');
  await ben.link('orders').waitFor();
  assert.equal(await ben.link('sales').count(), 0);
});

story('Ben is made moderator, then removed: he loses the workspace at once and hears nothing more', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.says('general', 'Ben, you are still with us.');
  await ben.sees('general', 'Ben, you are still with us.');

  await aiko.button(words.members).click();
  const role = aiko.page.getByRole('combobox', {
    name: words.roleOf('Ben'),
    exact: true,
  });
  await role.selectOption({ label: 'Moderator' });
  await ben.button(words.members).click();
  const himself = ben.page.getByRole('listitem').filter({ hasText: 'ben' });
  await himself.filter({ hasText: 'Moderator' }).waitFor();

  const heard = listen(ben.page);
  await ben.page.reload();
  await ben.composer('general').waitFor();
  await aiko.button(words.removePerson('Ben')).click();
  await aiko.page.getByRole('alertdialog').getByRole('button', { name: words.remove, exact: true }).click();
  await until(async () => (await ben.workspace('Harbour').count()) === 0, 'Harbour to be gone from Ben’s screen');
  await until(async () => (await ben.log('general').count()) === 0, 'its messages to be gone from Ben’s screen');

  await aiko.says('general', 'The secret of the harbour');
  await aiko.sees('general', 'The secret of the harbour');
  await hasHisOwn(ben);
  assert.ok(heard.length > 0, 'the socket was listened to');
  assert.ok(!heard.some((frame) => frame.includes('The secret of the harbour')), 'no frame has it');
  await refused(stage);
});

async function changes(person, field, value) {
  await person.button(person.words.channelSettings).click();
  const dialog = person.dialog(person.words.channelSettings);
  await person.field(field, dialog).fill(value);
  await person.button(person.words.save, dialog).click();
  await dialog.waitFor({ state: 'detached' });
}

/** What the page hears on sockets that it opens from here on. */
function listen(page) {
  const heard = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  return heard;
}

/** Ben makes a workspace of his own and talks there, so that anything sent to him before has come. */
async function hasHisOwn(ben) {
  const { words } = ben;
  await ben.button(words.addWorkspace).click();
  await ben.page.getByRole('tab', { name: words.newWorkspace }).click();
  await ben.field(words.workspaceName).fill('Ben alone');
  await ben.page.getByRole('dialog').getByRole('button', { name: words.createWorkspace, exact: true }).click();
  await ben.composer('general').waitFor();
  await ben.says('general', 'Anybody?');
  await ben.sees('general', 'Anybody?');
}

async function refused({ house, cast }) {
  const [hers, his] = [await Program.of(house, cast.aiko), await Program.of(house, cast.ben)];
  const [workspace, channel] = [await hers.workspace('Harbour'), await hers.channel('general')];
  await his.ask('GET', `/channels/${channel.id}/messages`, undefined, 404);
  await his.ask('POST', `/channels/${channel.id}/messages`, { nonce: 'one-more-word', text: 'May I?' }, 404);
  await his.ask('GET', `/workspaces/${workspace.id}/members`, undefined, 404);
}

story('A dialog belongs to its channel, keeps what others changed, and gives the focus back', async (stage) => {
  const { aiko } = await stage.twoPeople();
  const { words } = aiko;
  await aiko.creates('planning', { everyone: true });
  await hasFocus(aiko.composer('planning'));

  await aiko.button(words.channelSettings).click();
  await aiko.field(words.topic, aiko.dialog(words.channelSettings)).fill('Who does what');
  const program = await Program.of(stage.house, stage.cast.aiko);
  const planning = await program.channel('planning');
  await program.ask('PATCH', `/channels/${planning.id}`, { name: 'plans' });
  await aiko.link('plans').waitFor();
  await aiko.button(words.save, aiko.dialog(words.channelSettings)).click();
  await until(async () => (await program.channel('plans'))?.topic === 'Who does what', 'the topic to be saved');

  await aiko.button(words.channelSettings).click();
  await aiko.dialog(words.channelSettings).waitFor();
  await aiko.page.goBack();
  await aiko.composer('general').waitFor();
  await aiko.dialog(words.channelSettings).waitFor({ state: 'detached' });

  for (const name of [words.invitePeople, words.browseChannels, words.channelSettings]) {
    await aiko.button(name).click();
    await aiko.page.getByRole('dialog').waitFor();
    await aiko.page.keyboard.press('Escape');
    await hasFocus(aiko.button(name));
  }
  await aiko.composer('general').fill('Sent with the mouse');
  await aiko.button(words.send).click();
  await hasFocus(aiko.composer('general'));
});
