import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox, type FaultKind, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { mountTmpfs, remount } from '../store/mounts.ts';
import { NOW, PASSPHRASE, workspace, type Ended, type Workspace } from './command.ts';

/** Platforms that answer wrongly, disks that fill up, sign-ins that run out: what was right stays, and every command says what to do. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => Date.parse(NOW), autoApprove: true });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

type Run = {
  client: string;
  platform: string;
  adAccountId: string;
  status: string;
  retryAt?: string;
  error?: { code: string; message: string; fix: string };
};
const runsOf = (ended: Ended): Run[] => (JSON.parse(ended.stdout) as { runs: Run[] }).runs;
const accountOf = (name: string) => {
  const found = sandbox.truth.accounts().find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const idOf = (name: string): string => `${accountOf(name).platform}:${accountOf(name).adAccountId}`;

async function connected(home = workspace(sandbox.urls)): Promise<Workspace> {
  const { meta, google } = sandbox.credentials;
  await home.json(['connections', 'add', 'meta', '--token-stdin'], { stdin: meta.systemUserToken });
  await home.json(
    ['connections', 'add', 'google', '--client-id', google.clientId, '--client-secret-stdin', '--refresh-token-stdin'],
    {
      stdin: `${google.clientSecret}\n${google.refreshToken}\n`,
    },
  );
  return home;
}

const FROM = '2026-11-01';
const TO = '2026-11-19';
const decimal = (micros: bigint): string =>
  micros === 0n ? '0' : `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`.replace(/\.?0+$/, '');

/** What every level of an ad account adds up to, against what really happened. */
async function expectTruth(home: Workspace, client: string, names: readonly string[], from = FROM): Promise<void> {
  for (const level of ['account', 'campaign', 'ad_group', 'ad'] as const) {
    const { totals } = await home.json<{ totals: object[] }>([
      'insights',
      '--client',
      client,
      '--from',
      from,
      '--to',
      TO,
      '--level',
      level,
      '--by',
      'day',
    ]);
    const sums = names.map((name) => ({
      currency: accountOf(name).currency,
      ...sandbox.truth.total({
        platform: accountOf(name).platform,
        adAccountId: accountOf(name).adAccountId,
        from,
        to: TO,
      }),
    }));
    expect(totals, level).toHaveLength(new Set(sums.map((sum) => sum.currency)).size);
    for (const { currency, spendMicros, impressions, clicks } of sums)
      expect(totals, level).toContainEqual({ currency, spend: decimal(spendMicros), impressions, clicks });
  }
}

const importing = (client: string, ...more: string[]): string[] => [
  'import',
  '--client',
  client,
  '--from',
  FROM,
  '--to',
  TO,
  '--json',
  ...more,
];

test('answers that are broken once are asked for again, and the import ends exact', { timeout: 300_000 }, async () => {
  const home = await connected();
  await home.json(['accounts', 'assign', idOf('Gästehaus Seeblick'), '--client', 'Meta one']);
  await home.json(['accounts', 'assign', idOf('Weingut Müller'), '--client', 'Google one']);
  const metaFaults: FaultKind[] = [
    'html-502',
    'empty-500',
    'reset',
    'half-json',
    'cut',
    'transient-2',
    'too-much-data',
  ];
  metaFaults.forEach((kind, index) =>
    sandbox.control.injectFault({ kind, match: { platform: 'meta', pathIncludes: '/insights' }, skip: index }),
  );
  const googleFaults: FaultKind[] = ['google-401', 'mid-stream-error', 'half-json', 'reset', 'html-502'];
  googleFaults.forEach((kind, index) =>
    sandbox.control.injectFault({ kind, match: { platform: 'google', pathIncludes: 'searchStream' }, skip: 3 + index }),
  );
  const meta = await home.run(importing('Meta one'));
  expect(meta.code, meta.stderr + meta.stdout).toBe(0);
  const google = await home.run(importing('Google one'));
  expect(google.code, google.stderr + google.stdout).toBe(0);
  const hit = new Set(sandbox.control.requests().map((request) => request.fault));
  for (const kind of [...metaFaults, ...googleFaults]) expect(hit, kind).toContain(kind);
  await expectTruth(home, 'Meta one', ['Gästehaus Seeblick']);
  await expectTruth(home, 'Google one', ['Weingut Müller']);
});

test(
  'answers that stay broken end with a sentence; nothing of what is there is lost',
  { timeout: 300_000 },
  async () => {
    const home = await connected();
    await home.json(['accounts', 'assign', idOf('Gästehaus Seeblick'), '--client', 'Meta one']);
    expect((await home.run(importing('Meta one'))).code).toBe(0);
    // Pages for one slice's four tries, then half answers for as long as it takes.
    sandbox.control.injectFault({ kind: 'html-502', times: 4, match: { pathIncludes: '/insights' } });
    sandbox.control.injectFault({
      kind: 'half-json',
      times: Number.POSITIVE_INFINITY,
      match: { pathIncludes: '/insights' },
    });
    const ended = await home.run([
      'import',
      '--client',
      'Meta one',
      '--from',
      '2026-11-16',
      '--to',
      '2026-11-18',
      '--json',
    ]);
    expect(ended.code).toBe(1);
    expect(runsOf(ended)[0]?.error?.message).toMatch(/^Meta Ads .+ Saved data is unchanged/);
    expect(runsOf(ended)[0]?.error?.fix).toBe('retry');
    expect(ended.stdout).not.toMatch(/<html|<!DOCTYPE|Unexpected (token|end)/i);
    const hit = new Set(sandbox.control.requests().map((request) => request.fault));
    expect(hit.has('html-502') && hit.has('half-json')).toBe(true);
    sandbox.control.reset();
    await expectTruth(home, 'Meta one', ['Gästehaus Seeblick']);
    await sandbox.control.setOffline(true);
    const offline = await home.run(importing('Meta one'));
    await sandbox.control.setOffline(false);
    expect(offline.code).toBe(1);
    expect(runsOf(offline)[0]?.error?.message).toMatch(/reach|connection|network/i);
    await expectTruth(home, 'Meta one', ['Gästehaus Seeblick']);
  },
);

test(
  'a platform that asks to wait is waited for, and longer than the person wants is said',
  { timeout: 300_000 },
  async () => {
    const home = await connected();
    await home.json(['accounts', 'assign', idOf('Gästehaus Seeblick'), idOf('Weingut Müller'), '--client', 'Both']);
    sandbox.control.injectFault({
      kind: 'throttle-80000',
      amount: 30,
      match: { platform: 'meta', pathIncludes: '/insights' },
      skip: 1,
    });
    sandbox.control.injectFault({
      kind: 'google-429',
      amount: 2,
      match: { platform: 'google', pathIncludes: 'searchStream' },
      skip: 3,
    });
    const ended = await home.run(importing('Both', '--max-wait', '20'));
    expect(ended.code, ended.stderr).toBe(3);
    const runs = new Map(runsOf(ended).map((run) => [run.platform, run]));
    expect(runs.get('google')?.status).toBe('succeeded');
    // The half hour the platform told, and up to a minute more, so that not everybody comes back at once.
    expect(runs.get('meta')).toMatchObject({
      status: 'waiting',
      retryAt: expect.stringMatching(/T12:30:\d\d\.\d{3}Z$/) as string,
    });
  },
);

test(
  'one client that cannot be read stops no other: exit code 3, and the sentence names the way out',
  { timeout: 300_000 },
  async () => {
    const home = await connected();
    const { meta } = sandbox.credentials;
    await home.json(['connections', 'add', 'meta', '--token-stdin'], { stdin: meta.secondUserToken });
    await home.json(['accounts', 'assign', idOf('Gästehaus Seeblick'), '--client', 'Good']);
    await home.json([
      'accounts',
      'assign',
      `meta:${sandbox.truth.accounts().find((one) => one.login === 'second')?.adAccountId}`,
      '--client',
      'Expired',
    ]);
    await home.json(['accounts', 'assign', idOf("O'Malley's Gym (old)"), '--client', 'Closed']);
    await home.json(['accounts', 'assign', idOf('Nordwind Startup'), '--client', 'Without campaigns']);
    sandbox.control.expireMetaToken(meta.secondUserToken);
    const ended = await home.run(['import', '--all', '--from', FROM, '--to', TO, '--json']);
    expect(ended.code, ended.stderr).toBe(3);
    const byClient = new Map(runsOf(ended).map((run) => [run.client, run]));
    expect(byClient.get('Good')?.status).toBe('succeeded');
    expect(byClient.get('Without campaigns')?.status).toBe('succeeded');
    expect(byClient.get('Expired')).toMatchObject({
      status: 'failed',
      error: { fix: 'sign_in_again', message: expect.stringMatching(/[Ss]ign in again/) as string },
    });
    await expectTruth(home, 'Good', ['Gästehaus Seeblick']);
    const check = await home.run(['connections', 'check', '--json']);
    expect(check.code).toBe(3);
  },
);

test(
  'a disk that is full: a sentence, no damage, and the import ends exact when there is room',
  { timeout: 300_000 },
  async (context) => {
    const mount = mountTmpfs('6m');
    if (mount === null) return context.skip();
    const home = await connected(workspace(sandbox.urls, { home: join(mount, 'home') }));
    await home.json(['accounts', 'assign', idOf('Harbour & Finch "Main"'), '--client', 'Big']);
    const args = ['import', '--client', 'Big', '--from', '2026-05-01', '--to', TO, '--json'];
    const full = await home.run(args);
    expect(full.code, full.stdout).not.toBe(0);
    expect([1, 3]).toContain(full.code);
    expect(full.stdout + full.stderr).toMatch(/disk is full|no (more )?space|Free some space/i);
    const read = await home.run([
      'insights',
      '--client',
      'Big',
      '--from',
      '2026-05-01',
      '--to',
      TO,
      '--by',
      'range',
      '--json',
    ]);
    expect(read.code, read.stderr).toBe(0);
    remount(mount, 'size=96m');
    const after = await home.run(args);
    expect(after.code, after.stderr + after.stdout).toBe(0);
    await expectTruth(home, 'Big', ['Harbour & Finch "Main"'], '2026-05-01');
    const db = new Database(join(home.home, 'workspace.db'), { readonly: true });
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    db.close();
  },
);

test('no secret is in the workspace folder, on stdout or on stderr', { timeout: 300_000 }, async () => {
  const home = workspace(sandbox.urls);
  let said = '';
  const run = async (args: string[], stdin = ''): Promise<void> => {
    const ended = await home.run(args, { stdin });
    said += ended.stdout + ended.stderr;
  };
  const { meta, google } = sandbox.credentials;
  await run(['connections', 'add', 'meta', '--token-stdin', '--json'], meta.systemUserToken);
  await run(['connections', 'add', 'meta', '--token-stdin'], `${meta.expiredToken}`);
  await run(
    ['connections', 'add', 'meta', '--app-id', meta.appId, '--app-secret-stdin', '--token-stdin'],
    `${meta.appSecret}\n${meta.userToken}\n`,
  );
  await run(
    [
      'connections',
      'add',
      'google',
      '--client-id',
      google.clientId,
      '--client-secret-stdin',
      '--refresh-token-stdin',
      '--json',
    ],
    `${google.clientSecret}\n${google.refreshToken}\n`,
  );
  await run(
    ['connections', 'add', 'google', '--client-id', google.clientId, '--client-secret-stdin', '--refresh-token-stdin'],
    `${google.clientSecret}\n${google.revokedRefreshToken}\n`,
  );
  await run(['accounts', 'assign', idOf('Gästehaus Seeblick'), idOf('Weingut Müller'), '--client', 'Both']);
  for (const kind of ['html-502', 'half-json', 'permission-200', 'reset'] as const)
    sandbox.control.injectFault({ kind, times: 2, match: { pathIncludes: '/insights' } });
  sandbox.control.injectFault({
    kind: 'mid-stream-error',
    match: { platform: 'google', pathIncludes: 'searchStream' },
    skip: 4,
  });
  await run(importing('Both'));
  sandbox.control.expireMetaToken(meta.systemUserToken);
  await run(importing('Both'));
  await run(['connections', 'check', '--json']);
  await run(['history', '--client', 'Both', '--json']);
  await run(['doctor', '--json']);
  const secrets = [
    meta.systemUserToken,
    meta.expiredToken,
    meta.userToken,
    meta.appSecret,
    google.clientSecret,
    google.refreshToken,
    google.revokedRefreshToken,
    PASSPHRASE,
  ];
  const places = new Map<string, Buffer>([['what was said', Buffer.from(said)]]);
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else places.set(path, readFileSync(path));
    }
  };
  walk(home.home);
  expect(places.size).toBeGreaterThan(2);
  for (const secret of secrets) {
    const bytes = Buffer.from(secret);
    const shapes = [
      secret,
      encodeURIComponent(secret),
      bytes.toString('hex'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
    ];
    for (const [place, content] of places)
      for (const shape of shapes) expect(content.includes(shape), `${place}: ${shape.slice(0, 6)}…`).toBe(false);
  }
});
