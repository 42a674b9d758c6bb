import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { story } from '../support/story.mjs';

for (const language of ['en', 'ja']) {
  story(
    `A file of the database is deleted: who looks after the server is told, others are not, and they go on talking (${language})`,
    async (stage) => {
      const { aiko, ben } = await stage.twoPeople();
      await rm(join(stage.house.folder, 'data/courtyard.db-wal'));
      await aiko.page.getByRole('alert').filter({ hasText: aiko.words.degraded }).waitFor();
      await ben.says('general', 'Is anything wrong?');
      await aiko.sees('general', 'Is anything wrong?');
      await aiko.page.reload();
      await aiko.page.getByRole('alert').filter({ hasText: aiko.words.degraded }).waitFor();
      await ben.page.reload();
      await ben.sees('general', 'Is anything wrong?');
      assert.equal(await ben.page.getByText(ben.words.degraded).count(), 0);
    },
    { language },
  );
}
