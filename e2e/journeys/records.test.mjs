// A record's life: entered in one step, corrected, withdrawn; what was, stays visible.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Fills the form of a book read; the fields are found by their labels. */
async function recordBook(page, title) {
  await open(page, '/records/new');
  await page.getByRole('main').getByRole('button', { name: '读书' }).click();
  await page.getByLabel('主题').fill(title);
  await page.locator('label', { hasText: '科学人文' }).click();
  await page.getByRole('main').getByRole('button', { name: '保存' }).click();
}

for (const script of [true, false]) {
  const how = script ? 'with' : 'without';
  test(`a member records, corrects and withdraws a book ${how} JavaScript`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'member', { screen: 'phone', script });
    t.after(close);
    const title = `县志选读${how}`;

    await recordBook(page, title);
    await open(page, '/records');
    await page.getByRole('link', { name: title }).first().click();

    await page.getByRole('link', { name: '更正' }).click();
    await page.getByLabel('主题').fill(`${title}（第二册）`);
    await page.getByLabel('原因', { exact: true }).fill('书名写漏了');
    await page.getByRole('main').getByRole('button', { name: '保存' }).click();
    await page.getByText(`${title}（第二册）`).and(page.locator(':visible')).first().waitFor();

    await page.locator('summary', { hasText: '撤回' }).click();
    await page.getByLabel('原因', { exact: true }).fill('登记在别处了');
    await page.getByRole('main').getByRole('button', { name: '撤回' }).last().click();
    await page.getByText('登记在别处了').and(page.locator(':visible')).first().waitFor();
    expectSilence(complaints);
  });
}

test('a form sent twice makes one record', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  const title = '两次提交的一本书';
  await recordBook(page, title);
  await page.waitForURL((url) => url.pathname !== '/records/new');
  await page.goBack();
  await page.getByRole('main').getByRole('button', { name: '保存' }).click();
  await open(page, '/records');
  assert.equal(await page.getByRole('link', { name: title }).count(), 1);
});

test('another activity chosen half-way keeps what was typed', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  await open(page, '/year');
  await page.getByLabel('主题').fill('县志里的学堂');
  await page.getByRole('main').getByRole('link', { name: '读书', exact: true }).first().click();
  await page.getByRole('heading', { name: '读书' }).waitFor();
  assert.equal(await page.getByLabel('主题').inputValue(), '县志里的学堂');
  const other = page.getByLabel('其他活动');
  const name = (await other.locator('option').nth(1).innerText()).trim();
  await other.selectOption({ index: 1 });
  await page.getByRole('heading', { name, exact: true }).waitFor();
  assert.equal(await page.getByLabel('主题').inputValue(), '县志里的学堂');
  expectSilence(complaints);
});
