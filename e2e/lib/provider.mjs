// A real OpenID Connect provider on a loopback port: the certified `oidc-provider`, with accounts in memory and no
// consent asked.

import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** What the server under test is called there. */
export const client = { id: 'xueji', secret: 'a secret between two servers' };

/**
 * Serves a provider that lets anybody in who types one of these names with any password.
 * @param {{ port: number, back: string, names: Record<string, string> }} how
 *   back: the address of the server under test; names: by login, the name that the provider tells
 * @returns {Promise<{ issuer: string, stop: () => Promise<void>, sendBackBy: (change: (address: URL) => URL) => void }>}
 */
export async function serveProvider({ port, back, names }) {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${back}/single-sign-on/back`],
        post_logout_redirect_uris: [`${back}/sign-in`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['keys of a provider for tests'] },
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    pkce: { required: () => true },
    findAccount: (_, login) => ({
      accountId: login,
      claims: () => ({ sub: login, preferred_username: names[login] ?? login }),
    }),
    // Consent is between the bureau and its provider.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  // What the browser is sent back with can be changed on the way, as somebody who means ill would.
  let twist = (address) => address;
  provider.use(async (ctx, next) => {
    await next();
    const to = ctx.response.get('location');
    if (to.startsWith(`${back}/single-sign-on/back`)) ctx.set('location', twist(new URL(to)).href);
  });
  const server = createServer(provider.callback());
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  const sendBackBy = (change) => {
    twist = change;
  };
  return { issuer, stop, sendBackBy };
}

/** Signs in on the provider's own page. */
export async function signInThere(page, login) {
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any password');
  await page.locator('button[type="submit"]').click();
}
