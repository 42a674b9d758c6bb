import assert from 'node:assert/strict';
import tls from 'node:tls';
import { isAccessible } from '../support/accessible.mjs';
import { story } from '../support/story.mjs';

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
    { language, host: '' },
  );
}

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
  { host: '' },
);
