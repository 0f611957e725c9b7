// Tables taken along: downloaded by a click, opened by LibreOffice, and the same rows as the page shows.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';

const run = promisify(execFile);
let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'xueji-sheets-'));
});
after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const main = (page) => page.getByRole('main');

/** Downloads the sheet of a table; its file name and path. */
async function take(page, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.locator(`a[data-sheet="${name}"]`).click(),
  ]);
  const file = join(folder, `${name}-${Date.now()}.xlsx`);
  await download.saveAs(file);
  return { called: download.suggestedFilename(), file };
}

/** LibreOffice opens the files and writes them in another format; one start for all of them. */
async function converted(files, format, extension) {
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  await run('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, ...files], { timeout: 180_000 });
  return files.map((file) => file.replace(/xlsx$/, extension));
}

/** The cells of a CSV, row by row. */
function cells(csv) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** What the table on the page says, without blanks: drawn columns and signs left out, hidden columns too. */
function shown(page, name) {
  return page.locator(`table[data-export="${name}"]`).evaluate((table) => {
    const drawn = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.picture !== undefined || cell.hidden);
    const words = (cell) => {
      const copy = cell.cloneNode(true);
      for (const silent of copy.querySelectorAll('[aria-hidden="true"], svg')) silent.remove();
      return copy.textContent.replace(/\s/g, '');
    };
    return [...table.tBodies[0].rows].map((row) => [...row.cells].filter((_, at) => !drawn[at]).map(words));
  });
}

/** 0=CSV with commas, quotes, UTF-8, from the first row on, as shown. */
const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true';

for (const screen of ['phone', 'desktop']) {
  test(`what the office and a secretary take along on a ${screen} is what they see`, async (t) => {
    const office = await visit(browser, 'office', { screen });
    t.after(office.close);
    const { page } = office;
    const taken = [];
    const keep = async (name, whole) => {
      const seen = await shown(page, name);
      taken.push({ name, seen, whole, ...(await take(page, name)) });
    };
    await open(page, '/people');
    await keep('people', false);
    assert.match(taken[0].called, /\d{4}年度党员花名册_\d{4}-\d\d-\d\d\.xlsx$/);
    await open(page, '/bureau');
    await keep('duties', true);
    await open(page, '/trail?deed=session.opened');
    await keep('trail', true);
    const secretary = await visit(browser, 'secretary', { screen });
    t.after(secretary.close);
    await open(secretary.page, '/branch');
    const matrix = await shown(secretary.page, 'matrix');
    taken.push({ name: 'matrix', seen: matrix, whole: true, ...(await take(secretary.page, 'matrix')) });

    const texts = await converted(taken.map((one) => one.file), CSV, 'csv');
    for (const [index, { name, seen, whole }] of taken.entries()) {
      const rows = cells(await readFile(texts[index], 'utf8')).map((row) => row.map((cell) => cell.replace(/[\s,]/g, '')));
      const head = rows.findIndex((row) => row[0] === '序号');
      assert.ok(head >= 2, `${name} has a title and a line of unit and day above its headings`);
      assert.ok(rows[1].some((cell) => cell.startsWith('填报单位')) && rows[1].some((cell) => cell.startsWith('日期')));
      assert.equal(rows[head].findLast((cell) => cell !== ''), '备注', `${name} ends with remarks`);
      const body = rows.slice(head + 1).filter((row) => row.some((cell) => cell !== ''));
      for (const [at, row] of seen.entries()) {
        const told = row.map((cell) => cell.replaceAll(',', '')).join('|');
        assert.ok(body[at].join('|').includes(told), `${name}, row ${at + 1}: ${told} is ${body[at].join('|')}`);
      }
      if (whole) assert.equal(body.length, seen.length, `${name} has no other rows`);
    }
    expectSilence(office.complaints);
  });
}

test('a hidden column is gone at once, stays hidden on the next page, and is not in the sheet', async (t) => {
  const { page, complaints, close } = await visit(browser, 'office');
  t.after(close);
  await open(page, '/people');
  await main(page).getByText('列', { exact: true }).click();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('checkbox', { name: '工号' }).uncheck();
  await page.waitForURL((url) => url.searchParams.get('hide') === 'people.2');
  await main(page).getByRole('columnheader', { name: '工号' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await main(page).getByRole('link', { name: '下一页' }).click();
  await page.waitForURL((url) => url.searchParams.has('after') && url.searchParams.get('hide') === 'people.2');
  await main(page).getByRole('columnheader', { name: '工号' }).waitFor({ state: 'hidden' });
  const { file } = await take(page, 'people');
  const [text] = await converted([file], CSV, 'csv');
  const rows = cells(await readFile(text, 'utf8'));
  assert.deepEqual(rows.find((row) => row[0] === '序号'), ['序号', '姓名', '所在组织', '职务', '备注']);
  const numbers = rows.map((row) => Number(row[0])).filter((number) => number > 0);
  assert.equal(numbers.at(-1), numbers.length, 'the whole list from its front, not this page alone');
  assert.ok(numbers.length > 50);
  expectSilence(complaints);
});

test('a name like a formula comes out as text in LibreOffice, also as CSV', async (t) => {
  const { page, complaints, close } = await visit(browser, 'office');
  t.after(close);
  await page.goto('/people/tree');
  await page.waitForURL(/\/people\/tree\/\w+$/);
  const branch = new URL(page.url()).pathname;
  for (const [index, name] of ["=1+1", "=cmd|'/C calc'!A0"].entries()) {
    await page.goto(`${branch}/change/person`);
    await page.locator('[name="name"]').fill(name);
    await page.locator('[name="code"]').fill(`00F${index}`);
    await main(page).getByRole('button', { name: '保存' }).first().click();
    await page.waitForURL((url) => !url.pathname.endsWith('/change/person'));
  }
  await open(page, '/people?q=00F');
  const { file } = await take(page, 'people');
  const [text] = await converted([file], CSV, 'csv');
  const csv = await readFile(text, 'utf8');
  assert.match(csv, /'=1\+1/);
  assert.match(csv, /'=cmd\|/);
  assert.doesNotMatch(csv, /(^|,)"?=/m);
  expectSilence(complaints);
});
