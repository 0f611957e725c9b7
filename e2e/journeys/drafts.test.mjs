// From the arrangement's text to a plan: the office drops the document, reviews what was found, and takes the file.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';

const ARRANGEMENT = new URL('../../corpus/tuned/seed.txt', import.meta.url).pathname;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

/** The office on the review of a fresh draft of the arrangement. */
async function review(t, options) {
  const { page, complaints, close } = await visit(browser, 'office', options);
  t.after(close);
  await open(page, '/drafts');
  await page.setInputFiles('#file', ARRANGEMENT);
  await page.getByRole('button', { name: '开始起草' }).click();
  await page.waitForURL(/\/drafts\/\w+$/);
  return { page, complaints };
}

for (const screen of ['phone', 'desktop']) {
  test(`the dropped document is drafted, and its review can be read by all, on a ${screen}`, async (t) => {
    const { page, complaints } = await review(t, { screen });
    const parts = main(page).getByRole('article');
    assert.ok((await parts.count()) > 40);
    await main(page).getByRole('heading', { name: '坚持每季度至少读1本好书' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expectSilence(complaints);
  });
}

test('a decision is made in place, and what cannot be read is said at its field', async (t) => {
  const { page, complaints } = await review(t);
  const part = main(page).getByRole('article').filter({ hasText: '1次以上业务讲座' }).first();
  await part.getByRole('button', { name: '采纳', exact: true }).click();
  await part.getByText('已采纳').waitFor();
  await page.locator('#tally').getByText('已采纳1').waitFor();
  await part.getByRole('link', { name: '修改' }).click();
  const form = main(page).locator('form.part-form');
  await form.getByLabel('多少', { exact: true }).fill('两斤');
  await form.getByRole('button', { name: '保存' }).click();
  await form.getByText('看不懂“两斤”').waitFor();
  await form.getByLabel('多少', { exact: true }).fill('2次');
  await form.getByRole('button', { name: '保存' }).click();
  await main(page).getByRole('article').filter({ hasText: '至少2次' }).first().waitFor();
  // The address of the place did not change: nothing was reloaded.
  assert.match(page.url(), /\/drafts\/\w+$/);
  expectSilence(complaints);
});

test('a sentence on the left leads to its part, and back', async (t) => {
  const { page } = await review(t);
  const mark = main(page).getByRole('link', { name: '坚持每天自学1小时', exact: false }).first();
  await mark.click();
  const id = new URL(page.url()).hash.slice(1);
  const part = page.locator(`#${id}`);
  assert.match(await part.innerText(), /自学1小时/);
  await part.getByRole('heading').getByRole('link').click();
  const stretch = page.locator(new URL(page.url()).hash);
  assert.match(await stretch.innerText(), /每天自学1小时/);
});

test('selected words become a part, and the file of the whole passes to the office', async (t) => {
  const { page, complaints } = await review(t);
  const before = await main(page).getByRole('article').count();
  const stretch = main(page).locator('[data-markable] span[data-at]').filter({ hasText: '通过学习讨论' }).first();
  await stretch.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild, 0);
    range.setEnd(element.firstChild, 6);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  });
  await page.getByRole('button', { name: '把选中的文字加为一条' }).click();
  await page.waitForURL(/edit=/);
  assert.equal(await main(page).getByRole('article').count(), before + 1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    main(page).getByRole('link', { name: '下载计划文件' }).click(),
  ]);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /\[\[duty\]\]/);
  assert.match(file, /读1本好书/);
  expectSilence(complaints);
});
