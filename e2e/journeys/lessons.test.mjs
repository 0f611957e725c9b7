// A lesson as people have it: a secretary brings last week's lecture for those who were absent; a member hears it on the
// bus and goes on at the desk, with a note linked to the moment, a quiz and one record; nobody sees how.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');
const LESSON = '党章学习辅导：怎样理解党员的权利和义务';

/** So many seconds of a tone, as a recorder writes it. */
function wav(seconds) {
  const rate = 8000;
  const bytes = Buffer.alloc(44 + seconds * rate, 128);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + seconds * rate, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(seconds * rate, 40);
  return bytes;
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

test('a member hears a lesson on the bus and goes on at the desk', async (t) => {
  const bus = await visit(browser, 'member', { screen: 'phone' });
  t.after(bus.close);
  await open(bus.page, '/lessons');
  await expectAccessible(bus.page);
  await main(bus.page).getByRole('link', { name: LESSON }).click();
  await bus.page.getByRole('heading', { level: 1, name: LESSON }).waitFor();
  await expectAccessible(bus.page);
  const player = bus.page.locator('audio').first();
  await player.evaluate(async (sound) => {
    sound.muted = true;
    await sound.play();
    sound.currentTime = 42;
  });
  const place = bus.page.waitForResponse((answer) => answer.url().endsWith('/place'));
  await bus.page.getByRole('button', { name: /在 0:4\d 记一句/ }).click();
  await bus.page.keyboard.type('义务有八条');
  await player.evaluate((sound) => sound.pause());
  assert.equal((await place).status(), 204);
  await bus.page.getByText('已保存').waitFor();
  await bus.page.locator('[data-moments]').getByRole('link', { name: /0:4\d 义务有八条/ }).waitFor();
  expectSilence(bus.complaints);

  const desk = await visit(browser, 'member', { screen: 'desktop' });
  t.after(desk.close);
  await open(desk.page, '/lessons');
  await desk.page.getByRole('heading', { name: '学了一半的' }).waitFor();
  await main(desk.page).getByRole('link', { name: LESSON }).click();
  await main(desk.page).getByText(/上次到 0:4\d/).waitFor();
  const there = desk.page.locator('audio').first();
  await desk.page.waitForFunction(() => document.querySelector('audio').currentTime >= 40);
  assert.match(await desk.page.locator('#text').inputValue(), /^\[0:4\d\]\(#t=4\d\) 义务有八条$/);

  // A moment in the note leads to the moment.
  await there.evaluate((sound) => (sound.currentTime = 3));
  await desk.page.locator('[data-moments]').getByRole('link').click();
  await desk.page.waitForFunction(() => document.querySelector('audio').currentTime >= 40);
  const left = desk.page.waitForResponse((answer) => answer.url().endsWith('/place'));
  await there.evaluate((sound) => {
    sound.currentTime = 3;
    sound.pause();
  });
  await left;

  // From the note's own page it leads there too, whatever was heard last, and so does the name of the lesson.
  await desk.page.getByRole('link', { name: '在笔记本里看' }).click();
  await main(desk.page).getByRole('link', { name: LESSON }).waitFor();
  await expectAccessible(desk.page);
  await main(desk.page).getByRole('link', { name: /^0:4\d$/ }).click();
  await desk.page.waitForURL(/\/lessons\/\w+#t=4\d$/);
  await desk.page.waitForFunction(() => document.querySelector('audio').currentTime >= 40);

  // The quiz is asked for before it is done; what is wrong is explained, and it is taken again.
  await desk.page.getByRole('button', { name: '学完了', exact: true }).click();
  await desk.page.getByText('要先做小测').first().waitFor();
  for (const group of await desk.page.getByRole('group').all()) {
    const first = group.getByRole('radio').first();
    if (await first.count()) await first.check();
  }
  await desk.page.getByRole('button', { name: '看答案' }).click();
  await desk.page.getByText('答对0道，共3道').waitFor();
  await expectAccessible(desk.page);
  await desk.page.getByRole('link', { name: '再做一遍' }).click();
  for (const name of ['B. 十八岁', 'B. 一年', 'B. 六个月']) await desk.page.getByRole('radio', { name }).check();
  await desk.page.getByRole('button', { name: '看答案' }).click();
  await desk.page.getByText('答对3道，共3道').waitFor();
  await desk.page.getByRole('button', { name: '学完了', exact: true }).click();
  await main(desk.page).getByText('已记入：').waitFor();
  await expectAccessible(desk.page);
  await main(desk.page).getByRole('link', { name: /听课/ }).click();
  await desk.page.waitForURL(/\/records\/\w+$/);
  expectSilence(desk.complaints.filter((said) => !/422/.test(said)));

  // Those who keep it see that it is done, and nothing of how.
  const office = await visit(browser, 'office', { screen: 'desktop' });
  t.after(office.close);
  await open(office.page, '/lessons?show=kept');
  await expectAccessible(office.page);
  const card = main(office.page).locator('.lesson-card', { hasText: LESSON });
  await card.getByRole('link', { name: /人学完/ }).click();
  await main(office.page).getByText(/学完\d+人/).waitFor();
  await expectAccessible(office.page);
});

for (const screen of ['phone', 'desktop']) {
  test(`a secretary brings last week's lecture on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'secretary', { screen });
    t.after(close);
    const title = `上周党课录音（${screen}）`;
    await open(page, '/lessons/new');
    await expectAccessible(page);
    await page.getByLabel('课程标题').fill(title);
    await page.getByLabel('主讲人').fill('支部书记');
    await page.getByLabel('视频、音频、PDF').setInputFiles([
      { name: '党课.wav', mimeType: 'audio/wav', buffer: wav(8) },
      { name: '课件.pdf', mimeType: 'application/pdf', buffer: PDF },
    ]);
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByText('已发布，大家现在就能看到').waitFor();
    await main(page).getByRole('link', { name: /打开PDF/ }).waitFor();
    await main(page).getByRole('link', { name: '修改课程' }).click();
    await expectAccessible(page);
    await page.getByText('加一道题').click();
    await page.getByLabel('题目').fill('读书笔记要不要写日期');
    await page.getByLabel('题型').selectOption('judge');
    await page.getByLabel('答案').fill('对');
    await page.locator('#questions').getByRole('button', { name: '添加' }).click();
    await page.getByText('1. 读书笔记要不要写日期').waitFor();
    await page.getByText('已经学完的仍算学完').waitFor();
    await page.getByRole('link', { name: '修改第1题' }).click();
    await expectAccessible(page);
    await page.getByLabel('题目').fill('读书笔记要写日期和书名');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('1. 读书笔记要写日期和书名').waitFor();
    await open(page, '/lessons');
    await main(page).getByRole('link', { name: title }).waitFor();
    expectSilence(complaints);
  });
}

test('a lesson is learnt without JavaScript', async (t) => {
  const { page, complaints, close } = await visit(browser, 'leader', { screen: 'phone', script: false });
  t.after(close);
  await open(page, '/lessons');
  await main(page).getByRole('link', { name: '怎样写好调研报告' }).click();
  await page.locator('audio').waitFor();
  await page.locator('#text').fill('选题要小。');
  await page.getByRole('button', { name: '保存笔记' }).click();
  await page.getByText('笔记已保存').waitFor();
  await page.getByRole('button', { name: '学完了', exact: true }).click();
  await main(page).getByText('已记入：').waitFor();
  await page.getByRole('button', { name: /撤回/ }).click();
  await page.getByText('已撤回，记录也一并撤回').waitFor();
  expectSilence(complaints);
});
