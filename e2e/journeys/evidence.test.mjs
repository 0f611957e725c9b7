// Files beside records, kept in a bucket: a server of its own against an S3-compatible store that checks signatures.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import S3rver from 's3rver';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';
import { photograph } from '../lib/photograph.mjs';
import { serveCounty } from '../lib/server.mjs';

const BUCKET = 'xueji-attachments';

let browser, store, folder, server;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueji-bucket-'));
  store = new S3rver({ address: '127.0.0.1', port: await freePort(), silent: true, directory: folder, configureBuckets: [{ name: BUCKET }] });
  const { port } = await store.run();
  server = await serveCounty({
    people: 40,
    settings: {
      XUEJI_ATTACHMENTS: `s3://${BUCKET}/north`,
      XUEJI_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      // The one key that the store knows.
      XUEJI_S3_ACCESS_KEY: 'S3RVER',
      XUEJI_S3_SECRET_KEY: 'S3RVER',
    },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  // The last journey has closed it, unless it failed before.
  await store?.close().catch(() => undefined);
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

const main = (page) => page.getByRole('main');

/** The objects of the bucket by name, without the small pictures. */
async function objects() {
  const names = await readdir(join(folder, BUCKET, 'north'));
  return new Set(names.map((name) => name.match(/^[0-9a-f]{64}(?=\._S3rver_object$)/)?.[0]).filter(Boolean));
}

async function recordClass(page, title, files) {
  await open(page, '/records/new');
  await main(page).getByRole('button', { name: '听课' }).click();
  await page.getByLabel('主题').fill(title);
  await page.getByLabel('附件 可不填').setInputFiles(files);
}

for (const script of [true, false]) {
  test(`a picture goes along and stands in the bucket, ${script ? 'with' : 'without'} JavaScript`, async (t) => {
    const member = await visit(browser, 'member', { screen: 'phone', script, at: server.county });
    t.after(member.close);
    const { page } = member;
    const title = `观摩课${script ? '一' : '二'}`;
    const before = await objects();
    const picture = { name: '课堂.jpg', mimeType: 'image/jpeg', buffer: await photograph(browser, script ? 1 : 2) };
    assert.ok(picture.buffer.includes('GPSLatitude'));
    await recordClass(page, title, [picture]);
    if (script) {
      await page.getByText('课堂.jpg').waitFor();
      await expectAccessible(page);
    }
    await expectNoSidewaysScroll(page);
    await main(page).getByRole('button', { name: '保存' }).last().click();
    await main(page).getByRole('heading', { name: title }).waitFor();
    const image = main(page).getByRole('img', { name: '附件图片：课堂.jpg' });
    await image.scrollIntoViewIfNeeded();
    await image.waitFor();
    if (script) {
      await page.waitForFunction(() => document.querySelector('.files img').naturalWidth > 0);
      await expectAccessible(page);
    }
    await expectNoSidewaysScroll(page);
    const address = await main(page).locator('.files a').first().getAttribute('href');
    const served = await page.request.get(address);
    assert.equal(served.status(), 200);
    assert.ok(!(await served.body()).includes('GPSLatitude'), 'the place is still in the picture');
    const added = [...(await objects())].filter((name) => !before.has(name));
    assert.equal(added.length, 1, 'one object more in the bucket');
    assert.equal(served.headers().etag, `"${added[0]}"`);
    expectSilence(member.complaints);

    const other = await visit(browser, 'leader', { at: server.county });
    t.after(other.close);
    assert.equal((await other.page.request.get(address)).status(), 403, 'another member gets it');
  });
}

test('a form with a mistake keeps its picture, and another kind of file is named', async (t) => {
  const { page, close, complaints } = await visit(browser, 'member', { screen: 'phone', script: false, at: server.county });
  t.after(close);
  const note = { name: '笔记.html', mimeType: 'image/jpeg', buffer: Buffer.from('<!DOCTYPE html><script>1</script>') };
  await recordClass(page, '一堂课', [{ name: '板书.jpg', mimeType: 'image/jpeg', buffer: await photograph(browser, 3) }, note]);
  await main(page).getByRole('button', { name: '保存' }).last().click();
  await main(page).getByText('“笔记.html”不是可接受的类型', { exact: false }).first().waitFor();
  assert.ok(await page.getByRole('checkbox', { name: '板书.jpg' }).isChecked());
  await expectNoSidewaysScroll(page);
  await main(page).getByRole('button', { name: '保存' }).last().click();
  await main(page).getByRole('img', { name: '附件图片：板书.jpg' }).waitFor();
  // The page that named the mistake answers 422, which the console tells.
  expectSilence(complaints.filter((line) => !line.includes('422')));
});

test('a file is added on the record\'s page, and its player finds the sound', async (t) => {
  const { page, close, complaints } = await visit(browser, 'member', { at: server.county });
  t.after(close);
  await recordClass(page, '听报告', []);
  await main(page).getByRole('button', { name: '保存' }).last().click();
  await main(page).getByText('补充附件').first().click();
  const head = Buffer.from('524946462409000057415645666d74201000000001000100401f0000401f000001000800646174610009' + '0000', 'hex');
  const sound = Buffer.concat([head, Buffer.alloc(2304, 128)]);
  await page.getByLabel('选择附件').setInputFiles([{ name: '报告.wav', mimeType: 'audio/wav', buffer: sound }]);
  await main(page).getByRole('button', { name: '补充附件' }).click();
  await page.waitForURL(/saved=1/);
  await main(page).locator('audio').waitFor();
  await page.locator('audio').evaluate((audio) => audio.load());
  await page.waitForFunction(() => {
    const audio = document.querySelector('audio');
    audio.preload = 'auto';
    return audio.readyState >= 1;
  });
  await main(page).getByText('原因：补充附件').waitFor();
  await expectAccessible(page);
  expectSilence(complaints);
});

test('while the store is away the form keeps what was typed and says so', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone', at: server.county });
  t.after(close);
  await recordClass(page, '断网时的一堂课', [{ name: '课堂.jpg', mimeType: 'image/jpeg', buffer: await photograph(browser, 4) }]);
  await store.close();
  await main(page).getByRole('button', { name: '保存' }).last().click();
  await main(page).getByText('现在不能写入', { exact: false }).first().waitFor();
  assert.equal(await page.getByLabel('主题').inputValue(), '断网时的一堂课');
  await main(page).getByRole('button', { name: '保存' }).last().click();
  await main(page).getByRole('heading', { name: '断网时的一堂课' }).waitFor();
});
