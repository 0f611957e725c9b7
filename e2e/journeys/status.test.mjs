// How the system itself does: seen by those who look after it, and a warning where its backups fail.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';
import { serveCounty } from '../lib/server.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

for (const screen of ['phone', 'desktop']) {
  test(`the administrator sees how the system does, on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'administrator', { screen });
    t.after(close);
    await open(page, '/status');
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    for (const heading of ['备份', '后台任务', '服务', '数据', '较慢的页面']) {
      await main(page).getByRole('heading', { name: heading, exact: true }).waitFor();
    }
    await main(page).getByRole('rowheader', { name: '日结' }).waitFor();
    expectSilence(complaints);
  });
}

test('a member is not shown it', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  const answer = await page.goto(new URL('/status', page.url()).href);
  assert.equal(answer.status(), 403);
});

test('where the folder of backups cannot be written, every page of the administrator says so', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'xueji-e2e-status-'));
  await writeFile(join(folder, 'file'), 'in the way');
  const { county, stop } = await serveCounty({
    people: 40,
    settings: { XUEJI_BACKUP_FOLDER: join(folder, 'file', 'backups') },
  });
  t.after(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  const { page, complaints, close } = await visit(browser, 'administrator', { at: county });
  t.after(close);
  const said = main(page).getByText('最近一次备份没有成功。');
  // It is looked at every ten seconds.
  for (let look = 0; look < 15 && (await said.count()) === 0; look += 1) {
    await page.waitForTimeout(1000);
    await open(page, '/account');
  }
  await said.waitFor();
  await main(page).getByRole('link', { name: '查看系统状态' }).click();
  await page.waitForURL(/\/status$/);
  await expectAccessible(page);
  await main(page).getByText('存放位置不存在或无法写入').first().waitFor();
  expectSilence(complaints);
});
