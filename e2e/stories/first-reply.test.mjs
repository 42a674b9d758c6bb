import assert from 'node:assert/strict';
import { story } from '../support/story.mjs';

const talks = {
  en: ['Good morning, is anybody there?', 'I am. Good morning, Aiko!', 'Shall we meet at ten?'],
  ja: ['おはようございます。どなたかいますか。', 'います。おはようございます！', '10時に会議をしましょう。'],
};

for (const [language, [hello, reply, again]] of Object.entries(talks)) {
  story(
    `Aiko sets the house up, Ben joins with her code, and they talk (${language})`,
    async (stage) => {
      const aiko = await stage.enter(stage.cast.aiko);
      await aiko.setUp();
      assert.equal(await aiko.page.locator('html').getAttribute('lang'), language);
      await aiko.says('general', hello);
      await aiko.sees('general', hello);
      const code = await aiko.invites();

      const ben = await stage.enter(stage.cast.ben);
      await ben.joinsWith(code);
      await ben.sees('general', hello);

      await ben.says('general', reply);
      await aiko.sees('general', reply);
      await aiko.says('general', again);
      await ben.sees('general', again);
      for (const person of [aiko, ben]) {
        const said = (await person.texts('general')).filter((text) => talks[language].includes(text));
        assert.deepEqual(said, [hello, reply, again]);
      }
    },
    { language },
  );
}
