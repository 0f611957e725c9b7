// Every figure opens: from a number to the list that it counts, from the list to the record.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

test('a member opens a duty and reads the sentence of the arrangement behind it', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  await open(page, '/year');
  await main(page).locator('details summary').first().click();
  await main(page).locator('details[open] blockquote').first().waitFor();
  expectSilence(complaints);
});

test('a secretary opens a cell of the matrix in place, reads the records, and is back at the cell', async (t) => {
  const { page, complaints, close } = await visit(browser, 'secretary');
  t.after(close);
  await open(page, '/branch');
  const matrix = main(page).getByRole('table').first();
  const person = matrix.locator('tbody tr').first();
  const name = (await person.getByRole('rowheader').innerText()).trim();
  const cell = person.getByRole('cell').getByRole('link').first();
  await cell.click();
  const opened = main(page).getByRole('heading', { name: new RegExp(`^${name}：`) });
  await opened.waitFor();
  assert.equal(new URL(page.url()).pathname, '/branch');
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'hidden' });
  assert.ok(await cell.evaluate((link) => link === document.activeElement));
  expectSilence(complaints);
});

test('the office narrows the county to what is behind, and every figure left is of that state', async (t) => {
  const { page, complaints, close } = await visit(browser, 'office');
  t.after(close);
  await open(page, '/bureau');
  await main(page).getByRole('navigation', { name: '按状态筛选' }).getByRole('link', { name: '已完成' }).click();
  await page.waitForURL((url) => url.searchParams.get('state') === 'met');
  const figures = main(page).locator('a[href^="/standings?"]');
  assert.ok((await figures.count()) > 5);
  for (const href of await figures.evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
    assert.equal(new URL(href, page.url()).searchParams.get('state'), 'met');
  }
  expectSilence(complaints);
});

test('the office walks from the county to a branch, and a figure equals the list behind it', async (t) => {
  const { page, complaints, close } = await visit(browser, 'office');
  t.after(close);
  await open(page, '/bureau');
  const figure = main(page).locator('a[href*="state="]').filter({ hasText: /\d/ }).first();
  const counted = Number((await figure.innerText()).match(/\d+/)?.[0]);
  await figure.click();
  // The list says its whole length, also where it is shown in pages.
  const listed = Number((await main(page).getByText(/^共\d+项$/).first().innerText()).match(/\d+/)[0]);
  assert.equal(listed, counted);
  expectSilence(complaints);
});

test('the plan shows each duty with its sentence', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/plan');
  // A duty points to its sentence in the text, and the sentence is there.
  const target = await main(page).locator('a[href^="#"]').first().getAttribute('href');
  assert.equal(await main(page).locator(`[id="${target.slice(1)}"]`).count(), 1);
  expectSilence(complaints);
});

test('the language is switched and kept', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/year');
  await page.getByRole('button', { name: 'English' }).or(page.getByRole('link', { name: 'English' })).first().click();
  await page.locator('html[lang="en"]').waitFor();
  await open(page, '/plan');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});
