// A demo county of its own for one run, served by the built binary and gone afterwards.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Generating the county takes some seconds in a development build. */
const PATIENCE_MS = 180_000;

/**
 * What `xueji demo --json` prints once it serves.
 * @typedef {{ address: string, sign_ins: { role: string, name: string, password: string }[] }} County
 */

/**
 * Starts `xueji demo` and waits until it serves.
 * @returns {Promise<{ county: County, stop: () => Promise<void> }>}
 */
export async function serveCounty({ people = 120, seed = 7, backups = '' } = {}) {
  const binary = process.env.XUEJI_BIN;
  if (!binary) throw new Error('set XUEJI_BIN to the built binary, or run `cargo xtask test --only browser`');
  const data = await mkdtemp(join(tmpdir(), 'xueji-e2e-'));
  const args = ['demo', '--json', '--port', '0', '--people', `${people}`, '--seed', `${seed}`, '--data', data];
  if (backups) args.push('--backup-folder', backups);
  const server = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { county: await announced(server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns {Promise<County>} */
function announced(server) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the demo did not serve in time')), PATIENCE_MS);
    const settle = (act) => (value) => {
      clearTimeout(late);
      act(value);
    };
    server.once('error', settle(reject));
    server.once('exit', settle((code) => reject(new Error(`the demo ended with ${code} before it served`))));
    // The JSON may be laid out over several lines: it is whole as soon as it can be read.
    let told = '';
    createInterface({ input: server.stdout }).on('line', (line) => {
      told += `${line}\n`;
      try {
        settle(resolve)(JSON.parse(told));
      } catch {
        // Not whole yet.
      }
    });
  });
}
