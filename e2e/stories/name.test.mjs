import assert from 'node:assert/strict';
import tls from 'node:tls';
import { isAccessible } from '../support/accessible.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const name = 'chat.harbour.example';

/** Whether a device that trusts this root and nothing else opens the server by a name. */
const opens = (house, root, servername) =>
  new Promise((done) => {
    const socket = tls.connect({ host: '127.0.0.1', port: house.port, servername, ca: root }, () => {
      socket.end();
      done(true);
    });
    socket.on('error', () => done(false));
  });

const rootNow = async (house) => await (await fetch(`http://127.0.0.1:${house.port}/trust/courtyard-root.crt`)).text();

for (const language of ['en', 'ja']) {
  story(
    `Aiko says which name people will type, and the server goes by it for good (${language})`,
    async (stage) => {
      const { house } = stage;
      const aiko = await stage.enter(stage.cast.aiko);
      const { words } = aiko;
      await aiko.fillsSetUp();
      await aiko.heading(words.whichName).waitFor();
      await isAccessible(aiko, 'name');
      await aiko.field(words.hostName).fill(`https://${name}:1234/`);
      await aiko.button(words.useThisName).click();
      await aiko.button(words.goOnHere).waitFor();
      await aiko.page.getByRole('link', { name: `https://${name}:${house.port}` }).waitFor();

      await isAccessible(aiko, 'named');

      const root = await rootNow(house);
      assert.notEqual(root, house.root);
      assert.ok(await opens(house, root, name));
      assert.ok(!(await opens(house, house.root, name)), 'the old root is gone');
      assert.ok(!(await opens(house, root, 'chat.elsewhere.example')));
      await aiko.button(words.goOnHere).click();
      await aiko.composer('general').waitFor();

      house.root = root;
      await house.restart();
      assert.equal(await rootNow(house), root, 'a restart keeps it');
      assert.ok(await opens(house, root, name));
    },
    { language, settings: { HOST: '' } },
  );
}

for (const language of ['en', 'ja']) {
  story(
    `Aiko names the server later, and sees how many devices have to trust it anew (${language})`,
    async (stage) => {
      const { house } = stage;
      const [aiko, ben] = [await stage.enter(stage.cast.aiko), await stage.enter(stage.cast.ben)];
      const { words } = aiko;
      await aiko.setUp({ asked: true });
      await ben.joinsWith(await aiko.invites());
      await aiko.chooses(words.settings);
      await aiko.page.getByRole('tab', { name: words.server }).click();
      await aiko.field(words.hostName).fill('chat.local');
      await isAccessible(aiko, 'server');
      await aiko.button(words.useThisName).click();
      await aiko.heading(words.namedTitle('chat.local')).waitFor();
      assert.equal(await rootNow(house), house.root, 'the root may have that name');
      assert.ok(await opens(house, house.root, 'chat.local'));

      await aiko.page.getByRole('tab', { name: words.security }).click();
      await aiko.page.getByRole('tab', { name: words.server }).click();
      await aiko.field(words.hostName).fill(name);
      await aiko.button(words.useThisName).click();
      const question = aiko.page.getByRole('alertdialog', { name: words.newRootTitle });
      await question.getByText(language === 'en' ? 'One other session is' : 'ほかに 1 台').waitFor();
      await isAccessible(aiko, 'new root');
      assert.equal(await rootNow(house), house.root, 'nothing before the answer');
      await aiko.button(words.newRootAction, question).click();
      await aiko.heading(words.namedTitle(name)).waitFor();
      await question.waitFor({ state: 'detached' });
      const root = await rootNow(house);
      assert.ok(await opens(house, root, name));
      await until(
        () => aiko.page.evaluate(() => document.activeElement?.tagName === 'H3'),
        'the answer to have the focus',
      );
      await aiko.page.keyboard.press('Escape');
      await aiko.says('general', 'Still here');
      await ben.sees('general', 'Still here');
    },
    { language, settings: { HOST: '' } },
  );
}

story(
  'Ben finds no server to name in his settings',
  async (stage) => {
    const [aiko, ben] = [await stage.enter(stage.cast.aiko), await stage.enter(stage.cast.ben)];
    await aiko.setUp();
    await ben.joinsWith(await aiko.invites());
    await ben.chooses(ben.words.settings);
    await ben.page.getByRole('tab', { name: ben.words.security }).waitFor();
    assert.equal(await ben.page.getByRole('tab', { name: ben.words.server }).count(), 0);
    await aiko.chooses(aiko.words.settings);
    await aiko.page.getByRole('tab', { name: aiko.words.server }).click();
    await aiko.page.getByText('It cannot be chosen here').waitFor();
  },
  { settings: { PUBLIC_NAMES: 'chat.office.example' } },
);

story(
  'Aiko skips the name, and everything stays as it was',
  async (stage) => {
    const aiko = await stage.enter(stage.cast.aiko);
    await aiko.setUp({ asked: true });
    assert.equal(await rootNow(stage.house), stage.house.root);
    await aiko.says('general', 'Good morning');
    await aiko.page.goto('/setup/name');
    await aiko.heading(aiko.words.whichName).waitFor();
    const ben = await stage.enter(stage.cast.ben);
    await aiko.button(aiko.words.skip).click();
    await ben.joinsWith(await aiko.invites());
    await aiko.page.goto('/setup/name');
    await aiko.composer('general').waitFor();
  },
  { settings: { HOST: '' } },
);
