// Serves one county, runs all journeys against it, or those whose file names contain an argument.
// Journeys share the county: one that writes does so as a person of its own choice and looks only at what it wrote.

import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { serveCounty } from './lib/server.mjs';

const here = new URL('.', import.meta.url).pathname;
const wanted = process.argv.slice(2);
const files = (await readdir(`${here}journeys`))
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((it) => name.includes(it))))
  .sort()
  .map((name) => `${here}journeys/${name}`);

const { county, stop } = await serveCounty();
// Ctrl-C reaches the tests too; their end is awaited below, so that the server is stopped in every case.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
try {
  process.exitCode = await new Promise((resolve, reject) => {
    const options = ['--test', '--test-reporter=spec', '--test-concurrency=2'];
    const tests = spawn(process.execPath, [...options, ...files], {
      stdio: 'inherit',
      env: { ...process.env, XUEJI_COUNTY: JSON.stringify(county) },
    });
    tests.once('error', reject);
    tests.once('close', (code) => resolve(code ?? 1));
  });
} finally {
  await stop();
}
