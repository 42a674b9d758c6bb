import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const numbered = (name, word, count) => Array.from({ length: count }, (_, index) => `${name} ${word} ${index + 1}`);

story('The server is killed under two open tabs: nothing is lost, nothing is doubled', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const [before, hasty] = [numbered('Aiko', 'before', 5), numbered('Aiko', 'in haste', 5)];
  const [hers, his] = [numbered('Aiko', 'in the dark', 4), numbered('Ben', 'in the dark', 3)];
  for (const text of before) await aiko.says('general', text);
  await ben.sees('general', before.at(-1));

  for (const text of hasty) await aiko.says('general', text);
  await stage.house.kill();
  for (const person of [aiko, ben]) {
    await person.page.getByRole('status').filter({ hasText: person.words.reconnecting }).waitFor();
  }
  for (const text of hers) await aiko.says('general', text);
  for (const text of his) await ben.says('general', text);
  await ben.log('general').getByText(his.at(-1)).waitFor();

  await stage.house.restart();
  const wanted = [...before, ...hasty, ...hers, ...his].sort();
  for (const person of [aiko, ben]) {
    await until(async () => (await spoken(person)).length === wanted.length, 'every message to be in the log', {
      seconds: 40,
    });
    await until(
      async () => (await person.page.getByText(person.words.reconnecting).count()) === 0,
      'the bar to be gone',
    );
  }
  const program = await Program.of(stage.house, stage.cast.aiko);
  const stored = (await program.history(await program.channel('general'))).map((message) => message.text);
  assert.deepEqual([...stored].sort(), wanted, 'each once');
  assert.deepEqual(
    stored.filter((text) => text.startsWith('Aiko')),
    [...before, ...hasty, ...hers],
    'in her order',
  );
  assert.deepEqual(
    stored.filter((text) => text.startsWith('Ben')),
    his,
    'in his order',
  );
  for (const person of [aiko, ben]) assert.deepEqual(await spoken(person), stored);
});

story('A tab that is opened again while the server is away keeps what was typed, and sends it once', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await stage.house.kill();
  await aiko.says('general', 'Typed before the lunch break');
  await aiko.log('general').getByText('Typed before the lunch break').waitFor();
  await aiko.composer('general').fill('half a thou');
  const device = aiko.page.context();
  await aiko.page.close();
  await stage.house.restart();

  aiko.page = await device.newPage();
  await aiko.page.goto('/');
  await ben.sees('general', 'Typed before the lunch break');
  await aiko.sees('general', 'Typed before the lunch break');
  assert.equal(await aiko.composer('general').inputValue(), 'half a thou');
  const program = await Program.of(stage.house, stage.cast.ben);
  const stored = await program.history(await program.channel('general'));
  assert.deepEqual(
    stored.map((message) => message.text),
    ['Typed before the lunch break'],
  );
});

story('A channel that is opened while the server is away opens by itself when it is back', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  await aiko.creates('planning', { everyone: true });
  await aiko.says('planning', 'Said before the power cut');
  await aiko.sees('planning', 'Said before the power cut');
  await ben.link('planning').waitFor();
  await stage.house.kill();
  await ben.link('planning').click();
  await ben.page.getByRole('alert').filter({ hasText: ben.words.messagesFailed }).waitFor();
  await ben.says('planning', 'Typed without seeing');
  await ben.page.getByText('Typed without seeing').waitFor();

  await stage.house.restart();
  await ben.sees('planning', 'Said before the power cut');
  await ben.sees('planning', 'Typed without seeing');
  await aiko.sees('planning', 'Typed without seeing');
});

story('A session that ended while the server was away leads to sign-in, not to waiting for ever', async (stage) => {
  const { aiko } = await stage.twoPeople();
  await stage.house.kill();
  await aiko.page.getByRole('status').filter({ hasText: aiko.words.reconnecting }).waitFor();
  await aiko.page.context().clearCookies();
  await stage.house.restart();
  await aiko.signsIn();
  await aiko.composer('general').waitFor();
});

const spoken = async (person) =>
  (await person.texts('general')).filter((text) => /^(Aiko|Ben) (before|in )/.test(text));
