// What is demanded of any page: accessible, no wider than the screen, silent.

import assert from 'node:assert/strict';
import axe from 'axe-core';

/** No breach of WCAG 2.2 AA or of axe's best practices. */
export async function expectAccessible(page) {
  // Evaluated through the debugger, which the page's content security policy does not bind.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n    ${node.html.slice(0, 160)}\n    ${node.failureSummary}`),
  );
  assert.deepEqual(told, [], `${page.url()} is not accessible`);
}

/** Wide tables scroll inside their own frame, the page never sideways. */
export async function expectNoSidewaysScroll(page) {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  assert.ok(content <= screen, `${page.url()} is ${content} px wide on a screen of ${screen} px`);
}

/** One heading of the first rank that says where one is, a title, and the language for the right glyphs. */
export async function expectFrame(page) {
  assert.equal(await page.locator('h1').count(), 1, `${page.url()} has not exactly one h1`);
  assert.notEqual((await page.locator('h1').innerText()).trim(), '', `the h1 of ${page.url()} is empty`);
  assert.notEqual(await page.title(), '', `${page.url()} has no title`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
}

export function expectSilence(complaints) {
  assert.deepEqual(complaints, [], 'the browser complained');
}

/** The page came as it was asked for: not an error page, not a detour to the sign-in. */
export async function open(page, path) {
  const answer = await page.goto(path);
  assert.equal(answer?.status(), 200, `${path} answers ${answer?.status()}`);
  assert.equal(new URL(page.url()).pathname, new URL(path, page.url()).pathname, `${path} leads elsewhere`);
}
