// The proxy as deploy/nginx.conf describes it, on ports and with a certificate of its own, in front of a server.

import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NGINX = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
const EXAMPLE = new URL('../../deploy/nginx.conf', import.meta.url);

/**
 * @param {string} upstream where the server listens, as 127.0.0.1:8080
 * @returns {Promise<{ https: string, http: string, stop: () => Promise<void> }>}
 */
export async function proxyTo(upstream) {
  const folder = await mkdtemp(join(tmpdir(), 'xueji-nginx-'));
  const [secure, plain] = [await freePort(), await freePort()];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')],
  ]);
  const example = await readFile(EXAMPLE, 'utf8');
  const server = [
    ['listen 443 ssl', `listen 127.0.0.1:${secure} ssl`],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['server_name xueji.example.gov.cn;', 'server_name localhost;'],
    ['/etc/xueji/tls', folder],
    ['127.0.0.1:8080', upstream],
  ].reduce((text, [from, to]) => replaced(text, from, to), example.replace(/^ *listen \[::\].*\n/gm, ''));
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((it) => `${it}_temp_path ${folder}/${it};`);
  const config = `${userInfo().uid === 0 ? 'user root;\n' : ''}daemon off;\npid ${folder}/nginx.pid;
error_log stderr warn;\nevents { worker_connections 256; }\nhttp {\naccess_log off;\n${kept.join('\n')}\n${server}}\n`;
  await writeFile(join(folder, 'nginx.conf'), config);
  const args = ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  await run(NGINX, ['-t', '-q', ...args]);
  const nginx = spawn(NGINX, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => nginx.once('close', resolve));
  const stop = async () => {
    nginx.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { https: `https://localhost:${secure}`, http: `http://localhost:${plain}`, stop };
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`deploy/nginx.conf says no more: ${from}`);
  return text.replaceAll(from, to);
}

/** A port that nothing listens on now. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
