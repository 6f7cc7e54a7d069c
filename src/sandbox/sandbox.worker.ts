import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox } from './sandbox.ts';

/**
 * The sandbox as a thread beside the engine, for the demo workspace. Says once where it listens, which sign-ins it accepts and which
 * ad accounts belong to which client; answers `expireLogins` when the sign-ins the demo shows as expired have run out.
 */
const { fixedNow } = workerData as { fixedNow: number | null };
if (!parentPort) throw new Error('sandbox.worker is started as a worker thread.');
const port = parentPort;

const sandbox = await startSandbox({ latencyMs: 2, ...(fixedNow === null ? {} : { now: () => fixedNow }) });
const { meta, google } = sandbox.credentials;

const clients = new Map<string, { platform: string; adAccountId: string }[]>();
for (const { client, platform, adAccountId } of sandbox.truth.accounts()) {
  clients.set(client, [...(clients.get(client) ?? []), { platform, adAccountId }]);
}

port.on('message', (message: { type: 'expireLogins' }) => {
  if (message.type !== 'expireLogins') return;
  sandbox.control.expireMetaToken(meta.secondUserToken);
  port.postMessage({ type: 'expired' });
});

port.postMessage({
  type: 'ready',
  urls: sandbox.urls,
  logins: [
    { platform: 'meta', app: {}, secret: meta.systemUserToken, expiresAfterFirstImport: false },
    {
      platform: 'meta',
      app: { appId: meta.appId, appSecret: meta.appSecret },
      secret: meta.secondUserToken,
      expiresAfterFirstImport: true,
    },
    {
      platform: 'google',
      app: { clientId: google.clientId, clientSecret: google.clientSecret },
      secret: google.refreshToken,
      expiresAfterFirstImport: false,
    },
  ],
  clients: [...clients].map(([name, adAccounts]) => ({ name, city: null, adAccounts })),
});
