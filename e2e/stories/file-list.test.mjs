import { Program } from '../support/api.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

story('Ben finds the files of a channel, by kind and person, and what is deleted leaves the list', async (stage) => {
  const { aiko, ben } = await stage.twoPeople();
  const [hers, his] = [await Program.of(stage.house, aiko.who), await Program.of(stage.house, ben.who)];
  const general = await hers.channel('general');
  const plan = await hers.upload('plan.txt', Buffer.from('the plan'));
  const sent = await hers.post(general, 'The plan', { files: [plan] });
  await his.post(general, '', { files: [await his.upload('answer.csv', Buffer.from('a,b\n1,2\n'))] });

  await ben.button(ben.words.files).click();
  const pane = ben.page.getByRole('complementary', { name: ben.words.files, exact: true });
  const downloads = pane.getByRole('link', { name: /^Download/ });
  const names = () => downloads.evaluateAll((links) => links.map((link) => link.download));
  const lists = (...expected) =>
    until(async () => (await names()).join() === expected.join(), `the pane to list ${expected.join(' and ')}`);
  await lists('answer.csv', 'plan.txt');

  await pane.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: aiko.who.name });
  await lists('plan.txt');
  await pane.getByRole('combobox', { name: 'Type of files' }).selectOption({ label: 'Pictures' });
  await pane.getByText('No file fits.').waitFor();
  await pane.getByRole('combobox', { name: 'Type of files' }).selectOption({ label: 'All types' });
  await pane.getByRole('combobox', { name: 'Sent by' }).selectOption({ label: 'Anybody' });
  await lists('answer.csv', 'plan.txt');

  await hers.post(general, '', { files: [await hers.upload('late.txt', Buffer.from('late'))] });
  await lists('late.txt', 'answer.csv', 'plan.txt');
  await hers.ask('DELETE', `/messages/${sent.id}`);
  await lists('late.txt', 'answer.csv');

  await pane.getByRole('button', { name: /^answer/ }).click();
  await until(
    async () => (await ben.page.locator('article.found').count()) === 1,
    'the message of the file to stand out',
  );
});
