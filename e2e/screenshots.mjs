// The pictures of the README: every page of pages.mjs at both widths, into docs/screenshots.

import { mkdir } from 'node:fs/promises';
import { launch, visit } from './lib/browser.mjs';
import { open } from './lib/expect.mjs';
import { serveCounty } from './lib/server.mjs';
import { pages, screens } from './pages.mjs';

const folder = new URL('../docs/screenshots/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });

const { county, stop } = await serveCounty({ people: 1500 });
process.env.XUEJI_COUNTY = JSON.stringify(county);
const browser = await launch();
try {
  for (const screen of Object.keys(screens)) {
    for (const role of new Set(pages.map((page) => page.role))) {
      const { page, close } = await visit(browser, role, { screen });
      for (const { path, name } of pages.filter((it) => it.role === role)) {
        await open(page, path);
        await page.screenshot({ path: `${folder}${name}-${screen}.png` });
      }
      await close();
    }
  }
} finally {
  await browser.close();
  await stop();
}
