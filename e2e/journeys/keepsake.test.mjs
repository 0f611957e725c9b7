// My file, read and taken along; and a sheet of paper that is printed, photographed, and finds its note by itself.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

async function downloaded(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

for (const screen of ['phone', 'desktop']) {
  test(`my file on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'member', { screen });
    t.after(close);
    const title = `写进档案的一篇（${screen}）`;
    await open(page, '/notes/new');
    await page.locator('#title').fill(title);
    await page.locator('#text').fill('## 体会\n\n学以致用。');
    await page.getByRole('button', { name: '先存草稿' }).click();

    await open(page, '/notes');
    await main(page).getByRole('link', { name: '学习档案' }).click();
    await page.waitForURL(/\/portfolio\/\d+$/);
    const year = new URL(page.url()).pathname;
    await expectAccessible(page);
    for (const chapter of ['完成情况', '学习记录', '参加会议', '调研', '读书', '文稿', '书评', '调阅意见', '调阅情况', '学习笔记']) {
      await main(page).getByRole('link', { name: chapter }).first().click();
      await main(page).getByRole('heading', { name: chapter, level: 1 }).waitFor();
      await expectAccessible(page);
    }
    const next = main(page).getByRole('link', { name: '下一页' });
    while (!(await page.getByRole('heading', { name: title }).count()) && (await next.count())) await next.click();
    await page.getByRole('heading', { name: title }).waitFor();

    await open(page, year);
    await page.getByRole('link', { name: '打开整本' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    await expectAccessible(page);

    await open(page, year);
    const archive = await downloaded(page, page.getByRole('link', { name: '下载归档' }));
    assert.match(archive.name, /^学习档案 .+\.zip$/);
    assert.equal(archive.bytes.subarray(0, 2).toString(), 'PK');
    const word = await downloaded(page, page.getByRole('link', { name: '下载 Word' }));
    assert.match(word.name, /年学习档案 .+\.docx$/);
    expectSilence(complaints);
  });

  test(`a sheet of paper finds its note on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'member', { screen });
    t.after(close);
    await open(page, '/sheets');
    await expectAccessible(page);
    // Weeks of its own for each screen, so that the pages are not there yet.
    await page.getByLabel('从哪一周开始').fill(screen === 'phone' ? '2026-09-07' : '2026-10-12');
    await page.getByLabel('每周几页').selectOption('2');
    await page.getByRole('button', { name: '准备打印' }).click();
    await page.getByText('共2页，A4').waitFor();
    await expectAccessible(page);
    await page.emulateMedia({ media: 'print' });
    const sheets = page.locator('.paper-sheet');
    const pictures = [await sheets.nth(0).screenshot(), await sheets.nth(1).screenshot()];
    await page.emulateMedia({ media: 'screen' });

    await open(page, '/sheets');
    const nothing = await page.locator('#print').screenshot();
    const files = [...pictures, nothing].map((buffer, at) => ({ name: `${screen}-${at}.png`, mimeType: 'image/png', buffer }));
    await page.getByLabel('照片或扫描件').setInputFiles(files);
    await page.getByRole('button', { name: '上传并归位' }).click();
    await page.getByText('收到3张，已归位2张').waitFor();
    await expectAccessible(page);

    // What could not be read is put by hand behind the others.
    await page.getByRole('button', { name: '放进笔记' }).first().click();
    await page.getByText('已放进笔记。').waitFor();
    await open(page, '/notes?only=drafts');
    await main(page).getByRole('link', { name: /手写笔记/ }).first().click();
    await page.getByText(/\.png/).first().waitFor();
    expectSilence(complaints);
  });
}
