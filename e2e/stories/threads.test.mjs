import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Program } from '../support/api.mjs';
import { hasFocus } from '../support/field.mjs';
import { Ime } from '../support/ime.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const question = 'Where shall we have lunch?';

story('Aiko and Ben talk in a thread beside the stream', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', question);
  const pane = await answers(ben, question);
  const composer = ben.field(`Reply to ${aiko.who.name}`, pane);
  await hasFocus(composer);
  await ben.page.keyboard.type('The curry house?');
  await ben.page.keyboard.press('Enter');
  await pane.getByRole('article').filter({ hasText: 'The curry house?' }).waitFor();

  const root = article(aiko, question);
  await root.getByText('The curry house?').waitFor();
  await aiko.button(/^1 reply/, root).waitFor();
  assert.equal(await aiko.link('general').getAttribute('aria-describedby'), null, 'the channel itself has nothing new');
  await until(() => marked(aiko), 'her threads to be marked');
  assert.equal(await marked(ben), false, 'his own answer is read');

  await aiko.button(aiko.words.threads).click();
  const hers = aiko.page.getByRole('complementary', { name: aiko.words.threads, exact: true });
  await hers.getByText('1 unread reply').waitFor();
  await hers.getByRole('button', { name: /The curry house/ }).click();
  const thread = aiko.page.getByRole('complementary', { name: aiko.words.thread, exact: true });
  await thread.getByText('The curry house?').waitFor();
  await until(async () => !(await marked(aiko)), 'what she looks at to be read');

  await thread.getByRole('checkbox', { name: 'Also send to #general' }).check();
  await aiko.field(`Reply to ${aiko.who.name}`, thread).fill('At noon, then.');
  await aiko.page.keyboard.press('Enter');
  await aiko.page.keyboard.press('Escape');
  await thread.waitFor({ state: 'detached' });
  const loud = article(ben, 'At noon, then.').last();
  await ben.button(/^Replied to Aiko/, loud).waitFor();
  await ben.button(/^2 replies/, article(ben, question)).waitFor();
  assert.equal(await thread.count(), 0);

  await ben.page.keyboard.press('Escape');
  await pane.waitFor({ state: 'detached' });
  await ben.button(/^Replied to Aiko/, loud).click();
  await article(ben, question).first().waitFor();
});

story('Ben ceases to follow, and comes back by an answer of his own', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', question);
  const his = await answers(ben, question);
  await ben.page.keyboard.type('Curry');
  await ben.page.keyboard.press('Enter');
  await ben.button(ben.words.unfollowThread, his).click();
  await ben.button(ben.words.followThread, his).waitFor();
  await ben.page.keyboard.press('Escape');
  await his.waitFor({ state: 'detached' });

  const hers = await answers(aiko, question);
  await aiko.page.keyboard.type('Noodles');
  await aiko.page.keyboard.press('Enter');
  await article(ben, question).getByText('Noodles').waitFor();
  assert.equal(await marked(ben), false, 'he does not follow it');

  await answers(ben, question);
  await ben.page.keyboard.type('Noodles are fine');
  await ben.page.keyboard.press('Enter');
  await ben.button(ben.words.unfollowThread, his).waitFor();
  await ben.page.keyboard.press('Escape');
  await his.waitFor({ state: 'detached' });
  await aiko.field(`Reply to ${aiko.who.name}`, hers).fill('Good');
  await aiko.page.keyboard.press('Enter');
  await until(() => marked(ben), 'his threads to be marked again');
  await ben.button(ben.words.threads).click();
  await ben.button(ben.words.markAllRead).click();
  await until(async () => !(await marked(ben)), 'all to be read');
});

story('What Ben answers without a connection is sent when it is back, into its thread', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.says('general', question);
  const pane = await answers(ben, question);
  await pane.getByText(question).waitFor();
  await ben.page.context().setOffline(true);
  await stage.house.stop();
  await ben.page.keyboard.type('I am in a tunnel');
  await ben.page.keyboard.press('Enter');
  await pane.getByText('I am in a tunnel').waitFor();
  await stage.house.restart();
  await ben.page.context().setOffline(false);
  await article(aiko, question).getByText('I am in a tunnel').waitFor();
  assert.equal(await article(ben, 'I am in a tunnel').count(), 2, 'below the root, and so within it');
});

story(
  'What Ben answers in a thread that cannot be loaded is shown at once, and sent with the next connection',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await aiko.says('general', question);
    const pane = await answers(ben, question);
    await ben.page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    await ben.page.context().setOffline(true);
    await stage.house.stop();
    await answers(ben, question);
    await pane.getByText(/^The replies could not be loaded/).waitFor();
    await hasFocus(pane.getByRole('textbox'));
    await ben.page.keyboard.type('I am in a tunnel');
    await ben.page.keyboard.press('Enter');
    await pane.getByText('I am in a tunnel').waitFor();
    await stage.house.restart();
    await ben.page.context().setOffline(false);
    await article(aiko, question).getByText('I am in a tunnel').waitFor();
    await pane.getByRole('article').filter({ hasText: 'I am in a tunnel' }).waitFor();
    await pane.getByRole('article').filter({ hasText: question }).waitFor();
  },
);

story('A reply that comes moves nothing that Ben reads', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const roots = [];
  for (let i = 0; i < 60; i++) roots.push(await program.post(general, `message ${i}`));
  const reply = (root, text) =>
    program.ask('POST', `/channels/${general.id}/messages`, { nonce: randomUUID(), text, parent: root.id });
  await ben.sees('general', 'message 59');

  await reply(roots[58], 'below the last but one');
  await article(ben, 'below the last but one').first().waitFor();
  await until(async () => (await fromEnd(ben)) < 1, 'the list to stay at its end');

  await ben.log('general').hover();
  await ben.page.mouse.wheel(0, -700);
  await until(async () => (await fromEnd(ben)) > 600, 'Ben to read further up');
  const seen = article(ben, /message 25/).first();
  await seen.waitFor();
  const before = (await seen.boundingBox()).y;
  assert.ok(before > 60 && before < 700, 'it is on the screen');
  await reply(roots[3], 'far above');
  await reply(roots[8], 'a little above');
  await reply(roots[59], 'far below');
  await program.post(general, 'message 60');
  await until(
    async () => (await program.history(general)).some((message) => message.text === 'message 60'),
    'all of it to be said',
  );
  await stays(async () => Math.abs((await seen.boundingBox()).y - before) < 2, 'what Ben reads to stay where it is');
});

/** How far the list's end is below what is seen, in px. */
const fromEnd = (person) =>
  person.log('general').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);

/** Something is true for as long as replies need to come and be drawn. */
async function stays(check, what) {
  for (let i = 0; i < 20; i++) {
    assert.ok(await check(), what);
    await new Promise((done) => setTimeout(done, 50));
  }
}

story(
  '愛子 composes an answer: no key sends or closes until the words are settled',
  async (stage) => {
    const { aiko, ben } = await stage.twoPeople();
    await ben.says('general', 'お昼はどうしますか');
    const pane = await answers(aiko, 'お昼はどうしますか');
    const composer = pane.getByRole('textbox');
    const ime = await Ime.at(aiko.page);
    await composer.focus();
    for (const press of [(key) => ime.presses229(key), (key) => aiko.page.keyboard.press(key)]) {
      for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Tab']) {
        await ime.composes('かれー');
        await press(key);
        assert.ok(await pane.isVisible(), `${key} left the thread open`);
        assert.equal(await composer.inputValue(), 'かれー', `${key} left the words alone`);
      }
    }
    await ime.composes('カレー');
    await ime.commits('カレー');
    await aiko.page.keyboard.press('Enter');
    await article(ben, 'お昼はどうしますか').getByText('カレー').waitFor();
    await aiko.page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    assert.ok(
      await aiko.page.evaluate(() => document.activeElement !== document.body),
      'the focus has gone back to where it came from',
    );
  },
  { language: 'ja' },
);

const article = (person, text) => person.articles('general').filter({ hasText: text });

/** Opens the thread of a message from its button. */
async function answers(person, text) {
  const message = article(person, text).first();
  await message.hover();
  await person.button(person.words.reply, message).first().click();
  const pane = person.page.getByRole('complementary', { name: person.words.thread, exact: true });
  await pane.getByRole('textbox').waitFor();
  return pane;
}

/** Whether the entry of my threads says that something is unread. */
const marked = async (person) =>
  (await person.button(person.words.threads).getAttribute('aria-describedby')) === 'unread-threads';

/** Aiko's question with so many answers of hers, which stand in its thread alone. */
async function longThread(stage, aiko, count) {
  const program = await Program.of(stage.house, aiko.who);
  const general = await program.channel('general');
  const root = await program.post(general, question);
  const replies = [];
  const reply = async (text) =>
    replies.push(
      await program.ask('POST', `/channels/${general.id}/messages`, { nonce: randomUUID(), text, parent: root.id }),
    );
  for (let i = 1; i <= count; i++) await reply(`answer ${i}.`);
  return { program, general, root, replies, reply };
}

const threadPane = (person) => person.page.getByRole('complementary', { name: person.words.thread, exact: true });
const isSeen = (article) =>
  until(
    () =>
      article.evaluate((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        const log = one.closest('[role=log]').getBoundingClientRect();
        return top >= log.top - 1 && bottom <= log.bottom + 1;
      }),
    'it to be in view',
  );
const standsOut = (article) =>
  until(() => article.evaluate((one) => one.classList.contains('found')), 'it to stand out');

story('A link to a reply opens its thread at it, also on a cold load', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { program, general, replies } = await longThread(stage, aiko, 120);
  for (let i = 1; i <= 80; i++) await program.post(general, `talk ${i}.`);
  await ben.sees('general', 'talk 80.');
  const path = `/w/${general.workspace}/c/${general.id}/m/${replies[9].seq}`;
  const cold = await stage.anotherTab(ben);
  await cold.page.goto(path);
  const reply = threadPane(cold).getByRole('article').filter({ hasText: 'answer 10.' });
  await reply.waitFor();
  await standsOut(reply);
  await isSeen(reply);
  await article(cold, question).first().waitFor();

  await ben.says('general', `Look: ${path}`);
  await cold.button('Close', threadPane(cold)).click();
  await threadPane(cold).waitFor({ state: 'detached' });
  await cold.button(cold.words.jumpToNewest).click();
  await cold.sees('general', path);
  await aiko.says('general', 'Thanks');
  await cold.sees('general', 'Thanks');
  assert.equal(await threadPane(cold).count(), 0, 'what comes later does not lead back');
});

story('What is unread in a thread by hand stays so, and is where it opens again', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const { reply, root } = await longThread(stage, aiko, 3);
  const pane = await answers(ben, question);
  await ben.page.keyboard.type('I follow this');
  await ben.page.keyboard.press('Enter');
  for (let i = 4; i <= 6; i++) await reply(`answer ${i}.`);
  const fifth = pane.getByRole('article').filter({ hasText: 'answer 5.' });
  await fifth.hover();
  await ben.button(ben.words.more, fifth).click();
  await ben.page.getByRole('menuitem', { name: ben.words.markUnread }).click();
  await pane.getByRole('separator', { name: 'New messages' }).waitFor();
  const his = await Program.of(stage.house, ben.who);
  const unread = async () => (await his.ask('GET', '/threads?unread=true')).items.find((one) => one.thread === root.id);
  await until(async () => (await unread())?.unread === 2, 'two replies to be unread');
  await until(() => marked(ben), 'his threads to be marked');
  await ben.page.keyboard.press('Escape');
  await pane.waitFor({ state: 'detached' });

  for (let i = 7; i <= 130; i++) await reply(`answer ${i}.`);
  await until(async () => (await unread()).unread === 100, 'many to be unread');
  await ben.button(ben.words.threads).click();
  const list = ben.page.getByRole('complementary', { name: ben.words.threads, exact: true });
  await list.getByRole('button', { name: /unread/ }).click();
  await isSeen(pane.getByRole('separator', { name: 'New messages' }));
  await isSeen(fifth);
  await ben.button(ben.words.jumpToNewest, pane).click();
  await isSeen(pane.getByRole('article').filter({ hasText: 'answer 130.' }));
  await until(async () => !(await unread()), 'all to be read');
});

story('What is quoted in a thread is quoted in the answer to it', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await longThread(stage, aiko, 2);
  const pane = await answers(ben, question);
  const first = pane.getByRole('article').filter({ hasText: 'answer 1.' });
  await first.hover();
  await ben.button(ben.words.more, first).click();
  await ben.page.getByRole('menuitem', { name: ben.words.quote }).click();
  await pane.getByText('Quoting Aiko').waitFor();
  assert.equal(await ben.page.getByRole('main').getByText('Quoting Aiko').count(), 0);
  await ben.page.keyboard.type('Agreed');
  await ben.page.keyboard.press('Enter');
  const said = pane.getByRole('article').filter({ hasText: 'Agreed' });
  await said.getByRole('link').filter({ hasText: 'answer 1.' }).click();
  await standsOut(first.first());
});

story('An answer that Ben takes back answers what it did when he sends it again', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await Program.of(stage.house, ben.who).then((his) => his.ask('PATCH', '/me', { undo_send: true }));
  const { program, general, replies } = await longThread(stage, aiko, 2);
  const pane = await answers(ben, question);
  const first = pane.getByRole('article').filter({ hasText: 'answer 1.' });
  await first.hover();
  await ben.button(ben.words.reply, first).click();
  const answering = pane.getByText('Your reply goes to Aiko');
  await answering.waitFor();
  const also = pane.getByRole('checkbox', { name: 'Also send to #general' });
  await also.check();
  await pane.getByRole('textbox').fill('Agreed');
  await pane.getByRole('textbox').press('Enter');
  await answering.waitFor({ state: 'detached' });

  await ben.button(ben.words.undoSending, ben.page.getByRole('main')).click();
  await answering.waitFor();
  assert.ok(await also.isChecked(), 'it goes into the channel again');
  await hasFocus(pane.getByRole('textbox'));
  await ben.page.keyboard.type(', of course');
  await ben.page.keyboard.press('Enter');
  await aiko.sees('general', 'Agreed, of course');
  const said = (await program.history(general)).find(({ text }) => text === 'Agreed, of course');
  assert.deepEqual([said.parent, said.to_channel], [replies[0].id, true]);
});
