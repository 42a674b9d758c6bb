import assert from 'node:assert/strict';
import { Program } from '../support/api.mjs';
import { Scroll } from '../support/scroll.mjs';
import { story } from '../support/story.mjs';
import { until } from '../support/until.mjs';

const total = 300;
const step = 240;
const tolerance = 2;

story('Aiko turns the wheel back through 300 messages: no row jumps, and one button brings her back', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const program = await Program.of(stage.house, stage.cast.aiko);
  const channel = await program.channel('general');
  for (let number = 1; number <= total; number++) await program.post(channel, text(number));

  await aiko.page.reload();
  await aiko.sees('general', 'Note 300.');
  const scroll = await Scroll.of(aiko.page, aiko.log('general'));
  await aiko.log('general').hover();
  let seen = await scroll.settled();
  const anchors = new Set();
  while (!(await shows(aiko, 'Note 1.'))) {
    const before = await scroll.settled(seen.anchor);
    assert.ok(Math.abs(before.drift) <= tolerance, `row ${seen.anchor?.seq} moved by ${before.drift} px by itself`);
    await aiko.page.mouse.wheel(0, -step);
    const expected = Math.min(step, before.offset);
    seen = await scroll.settled(before.anchor, before.offset);
    const jump = seen.drift - expected;
    assert.ok(Math.abs(jump) <= tolerance, `row ${before.anchor.seq} jumped by ${jump} px at offset ${before.offset}`);
    anchors.add(before.anchor.seq);
    assert.ok(anchors.size < total * 2, 'the wheel leads to the beginning');
  }
  await until(async () => shows(aiko, 'Note 1.'), 'the first message');

  await aiko.button(aiko.words.jumpToNewest).click();
  await aiko.sees('general', 'Note 300.');
  await until(async () => (await aiko.button(aiko.words.jumpToNewest).count()) === 0, 'the button to be gone');
  await until(async () => (await scroll.toEnd()) <= tolerance, 'the log to stand at its end');
});

story('Aiko spins the wheel through tall messages to short ones: the very beginning is drawn', async (stage) => {
  const aiko = await stage.enter(stage.cast.aiko);
  await aiko.setUp();
  const program = await Program.of(stage.house, stage.cast.aiko);
  const channel = await program.channel('general');
  for (let number = 1; number <= 180; number++)
    await program.post(channel, number < 40 ? `Note ${number}.` : `Note ${number}.${'\n\nmore'.repeat(20)}`);
  await aiko.page.reload();
  await aiko.sees('general', 'Note 180.');
  const log = aiko.log('general');
  await log.hover();
  const devtools = await aiko.page.context().newCDPSession(aiko.page);
  const { x, y, width, height } = await log.boundingBox();
  const at = { x: x + width / 2, y: y + height / 2, deltaX: 0, deltaY: -300 };
  const top = () => log.evaluate((element) => element.scrollTop);
  for (let turn = 0; turn < 400; turn++) await devtools.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at });
  await until(async () => (await top()) <= 1, 'the beginning');
  await until(async () => shows(aiko, 'Note 1.'), 'the first message');
});

/** Rows of all heights: one line, several lines, a list, a block of code. */
function text(number) {
  const head = `Note ${number}.`;
  if (number % 11 === 0) return `${head}\n\n\`\`\`go\nfunc main() {\n\tprintln(${number})\n}\n\`\`\``;
  if (number % 7 === 0) return `${head}\n\n- apples\n- pears\n- plums`;
  if (number % 5 === 0) return `${head} ${'会議の資料は共有フォルダーにあります。'.repeat(12)}`;
  return head;
}

const shows = async (person, words) =>
  (await person.articles('general').filter({ hasText: words }).filter({ visible: true }).count()) > 0;
