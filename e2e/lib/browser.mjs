// The system's Chromium, and visitors in it: one isolated browser context each, that notes every complaint.

import { chromium } from 'playwright-core';
import { screens } from '../pages.mjs';

/** Nothing of the browser's own may reach for the network. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  const executablePath = process.env.XUEJI_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, headless: true, args: ARGS });
}

/** The county that run.mjs serves for all journeys. @returns {import('./server.mjs').County} */
export function county() {
  const told = process.env.XUEJI_COUNTY;
  if (!told) throw new Error('start the journeys with `npm test`, which serves a county for them');
  return JSON.parse(told);
}

/**
 * Opens a page as the role, signed in; a role of null stays a stranger.
 * The complaints are filled with console errors, script errors and failed requests as they happen.
 */
export async function visit(browser, role, { screen = 'desktop', script = true, at = county() } = {}) {
  const context = await browser.newContext({
    baseURL: at.address,
    viewport: screens[screen],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = listen(page, at);
  if (role) await signIn(page, role, at);
  return { page, complaints, close: () => context.close() };
}

export async function signIn(page, role, at = county()) {
  const account = at.sign_ins.find((it) => it.role === role);
  if (!account) throw new Error(`the demo names no sign-in for the role ${role}`);
  await page.goto('/sign-in');
  await fillSignIn(page, account);
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Fills the form by what its fields are for, which is the same in every language, and sends it. */
export async function fillSignIn(page, { name, password }) {
  await page.locator('input[autocomplete="username"]').fill(name);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('input[autocomplete="current-password"]').press('Enter');
}

function listen(page, at) {
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A request is aborted whenever somebody walks on before it ends.
    if (why !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    const isOwn = url.startsWith(at.address) || url.startsWith('data:') || url.startsWith('blob:');
    if (!isOwn) complaints.push(`foreign request: ${url}`);
  });
  return complaints;
}
