import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { NOW, tempFolder, tidemark, workspace, type Ended, type Workspace } from './command.ts';

/** Wrong input and broken machines: a sentence that says what happened and what to do, the exit code, and nothing lost. */
let sandbox: Sandbox;
let ready: string;
let account: string;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => Date.parse(NOW), autoApprove: true });
  account = sandbox.truth.accounts().find((one) => one.name === 'Gästehaus Seeblick')?.adAccountId ?? '';
  // One imported workspace; every test that needs one works on a copy.
  const home = workspace(sandbox.urls, { home: join(keep, 'home') });
  await home.json(['connections', 'add', 'meta', '--token-stdin'], { stdin: sandbox.credentials.meta.systemUserToken });
  await home.json(['accounts', 'assign', `meta:${account}`, '--client', 'Seeblick']);
  await home.json(['import', '--client', 'Seeblick', '--from', '2026-11-10', '--to', '2026-11-20']);
  ready = home.home;
}, 300_000);
const keep = (await import('node:fs')).mkdtempSync(join((await import('node:os')).tmpdir(), 'tidemark-cli-'));
afterAll(async () => {
  await sandbox.close();
  (await import('node:fs')).rmSync(keep, { recursive: true, force: true });
});
beforeEach(() => sandbox.control.reset());

function copy(): Workspace {
  const home = join(tempFolder(), 'home');
  cpSync(ready, home, { recursive: true });
  return workspace(sandbox.urls, { home });
}
const empty = (): Workspace => workspace(sandbox.urls);

/** The failed command's one sentence: on stderr for people, and as the only document on stdout with --json. */
function says(ended: Ended, code: number, sentence: RegExp): void {
  expect(`${ended.code}: ${ended.stderr}`).toMatch(new RegExp(`^${code}: `));
  expect(ended.stderr).toMatch(sentence);
  expect(ended.stderr).not.toMatch(/\n\s+at .+:\d+|node_modules|Error:/);
  const document = JSON.parse(ended.stdout) as { error: { code: string; sentence: string } };
  expect(Object.keys(document)).toEqual(['error']);
  expect(document.error.sentence).toMatch(sentence);
}

async function spendOf(home: Workspace): Promise<string | undefined> {
  const answer = await home.json<{ totals: { spend: string }[] }>([
    'insights',
    '--client',
    'Seeblick',
    '--from',
    '2026-11-10',
    '--to',
    '2026-11-19',
    '--level',
    'ad',
    '--by',
    'range',
  ]);
  return answer.totals[0]?.spend;
}

const IMPORT = ['import', '--client', 'Seeblick', '--json'];
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('a base address on another machine is refused before anything is sent', async () => {
  const ended = await tidemark(['--home', tempFolder(), 'doctor', '--json'], {
    env: { TIDEMARK_META_GRAPH_URL: 'https://graph.evil.example' },
  });
  expect(ended.stderr).not.toContain('token');
  says(ended, 2, /TIDEMARK_META_GRAPH_URL points to "graph\.evil\.example", which is not this machine.+remove it/);
});

test('a fixed clock without a test server is refused', async () => {
  const ended = await tidemark(['--home', tempFolder(), 'doctor', '--json'], { env: { TIDEMARK_NOW: NOW } });
  expect(ended.stdout).toMatch(/^\{/);
  says(ended, 2, /TIDEMARK_NOW is set without any TIDEMARK_…_URL.+remove TIDEMARK_NOW/);
});

test('tokens that are empty, garbled, expired or may not read ads', { timeout: 300_000 }, async () => {
  const home = empty();
  const add = (stdin: string) => home.run(['connections', 'add', 'meta', '--token-stdin', '--json'], { stdin });
  const { meta } = sandbox.credentials;
  says(await add(''), 2, /--token-stdin was given, but line 1 of stdin.+is empty/);
  const garbled = await add('EAAT nonsense ♥\n');
  says(garbled, garbled.code ?? -1, /token/i);
  expect([1, 2]).toContain(garbled.code);
  says(await add('EAATnotarealtokenatall0000000000000000000000'), 1, /token|sign-in/i);
  says(await add(meta.tokenWithoutAdsRead), 1, /lacks the permission ads_read/);
  says(await add(meta.expiredToken), 1, /expired|run out|no longer/i);
  expect(await home.json(['connections', 'list'])).toEqual({ connections: [] });
});

test('a revoked refresh token and a wrong client secret', async () => {
  const home = empty();
  const { google } = sandbox.credentials;
  const flags = [
    'connections',
    'add',
    'google',
    '--client-id',
    google.clientId,
    '--client-secret-stdin',
    '--refresh-token-stdin',
    '--json',
  ];
  says(await home.run(flags, { stdin: `${google.clientSecret}\n${google.revokedRefreshToken}\n` }), 1, /sign|Google/i);
  says(await home.run(flags, { stdin: `wrong-secret\n${google.refreshToken}\n` }), 1, /secret|client/i);
  expect(await home.json(['connections', 'list'])).toEqual({ connections: [] });
});

test('clients, days, commands and flags that do not exist', { timeout: 300_000 }, async () => {
  const home = copy();
  const before = await spendOf(home);
  says(await home.run(['import', '--client', 'Nobody', '--json']), 1, /There is no client "Nobody"\. Known: Seeblick/);
  says(
    await home.run(['insights', '--client', 'Nobody', '--from', '2026-11-01', '--to', '2026-11-02', '--json']),
    1,
    /There is no client "Nobody"/,
  );
  const range = (from: string, to: string) => home.run([...IMPORT, '--from', from, '--to', to]);
  says(await range('2026-02-30', '2026-03-01'), 2, /"2026-02-30" is not a day/);
  says(await range('20261101', '2026-11-02'), 2, /"20261101" is not a day/);
  says(await range('2026-11-05', '2026-11-01'), 2, /The range ends \(2026-11-01\) before it begins \(2026-11-05\)/);
  says(await range('2026-12-01', '2026-12-05'), 2, /The range begins on 2026-12-01, and it is 2026-11-20/);
  says(
    await range('2019-01-01', '2019-02-01'),
    2,
    /keeps daily figures for 37 months.+Choose a range from 2023-10-21 on/,
  );
  says(await home.run([...IMPORT, '--from', '2026-11-01']), 2, /needs both --from and --to/);
  says(await home.run(['frobnicate', '--json']), 2, /unknown command/);
  says(await home.run(['import', '--all', '--frob', '--json']), 2, /unknown option '--frob'/);
  says(await home.run(['import', '--json']), 2, /--client NAME or --all/);
  says(await home.run(['import', '--all', '--client', 'Seeblick', '--json']), 2, /cannot be used with/);
  says(await home.run(['import', '--all', '--platforms', 'myspace', '--json']), 2, /"myspace" is not an ad platform/);
  says(await home.run(['accounts', 'assign', '123', '--client', 'X', '--json']), 2, /"123" is not an ad account/);
  says(await home.run(['accounts', 'assign', 'meta:5550001', '--client', 'X', '--json']), 1, /5550001/);
  says(await home.run(['connections', 'remove', 'nope', '--json']), 1, /./);
  expect(await spendOf(home)).toBe(before);
});

test('a range that begins before what the platform keeps is cut, and the cut is told', async () => {
  const home = copy();
  const ended = await home.run([
    'import',
    '--client',
    'Seeblick',
    '--from',
    '2023-09-01',
    '--to',
    '2023-10-25',
    '--dry-run',
    '--json',
  ]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(
    /The range begins on 2023-10-21, because the platform keeps daily figures for 37 months/,
  );
  expect(JSON.parse(ended.stdout)).toMatchObject({
    runs: [{ from: '2023-10-21', to: '2023-10-25', clamped: expect.any(String) }],
  });
});

test(
  'a file that is not a database, and one of a newer version, are left byte for byte',
  { timeout: 300_000 },
  async () => {
    const garbage = empty();
    mkdirSync(garbage.home, { recursive: true });
    writeFileSync(join(garbage.home, 'workspace.db'), 'dear diary, this is not a database\n'.repeat(300));
    const before = hashOf(join(garbage.home, 'workspace.db'));
    for (const args of [
      ['connections', 'list', '--json'],
      ['import', '--all', '--json'],
    ])
      says(await garbage.run(args), 1, /damaged|not a database|cannot be (read|opened)/i);
    expect(hashOf(join(garbage.home, 'workspace.db'))).toBe(before);

    const newer = copy();
    const file = join(newer.home, 'workspace.db');
    const db = new Database(file);
    const table = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migration%'")
      .pluck()
      .get() as string;
    db.prepare(`INSERT INTO ${table} (hash, created_at) VALUES ('future', 9999999999999)`).run();
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const hash = hashOf(file);
    for (const args of [['connections', 'list', '--json'], IMPORT])
      says(await newer.run(args), 1, /newer version of Tidemark\. Update Tidemark/);
    expect(hashOf(file)).toBe(hash);
  },
);

test('beside a running Tidemark reading commands read and writing ones are refused', { timeout: 300_000 }, async () => {
  const home = copy();
  const spend = await spendOf(home);
  sandbox.control.setLatency(700);
  let stop = (): void => undefined;
  const up = Promise.withResolvers<void>();
  const serve = home.run(['serve', '--no-open'], {
    started: (child) => {
      stop = () => void child.kill('SIGTERM');
      child.stdout?.on('data', () => up.resolve());
    },
  });
  await up.promise;
  expect(await spendOf(home)).toBe(spend);
  says(await home.run(IMPORT), 1, /open|use/i);
  says(await home.run(['accounts', 'assign', `meta:${account}`, '--client', 'Y', '--json']), 1, /open|use/i);
  expect((await home.run(['doctor', '--json'])).code).toBe(0);
  stop();
  expect((await serve).code).toBe(0);
});

test('a damaged demo locks nobody out of the own workspace', { timeout: 300_000 }, async () => {
  const own = copy();
  mkdirSync(join(own.home, 'demo'), { recursive: true });
  writeFileSync(join(own.home, 'demo', 'workspace.db'), 'no database at all\n'.repeat(300));
  writeFileSync(join(own.home, 'active-workspace'), 'demo\n');
  says(await own.run(['accounts', 'list', '--json']), 1, /damaged/);
  expect((await own.run(['demo', '--leave'])).code).toBe(0);
  expect((await own.run(['accounts', 'list'])).stdout).toContain('Seeblick');
});

test('a year nobody meant is refused with a sentence', async () => {
  const own = copy();
  const args = [
    'insights',
    '--client',
    'Seeblick',
    '--from',
    '0026-01-01',
    '--to',
    '2026-11-20',
    '--by',
    'month',
    '--json',
  ];
  const refused = await own.run(args);
  says(refused, 2, /check the year/);
  expect(refused.code).toBe(2);
});

test('a folder that may not be written to', { timeout: 300_000 }, async () => {
  if (process.getuid?.() !== 0) return;
  const home = copy();
  chmodSync(home.home, 0o555);
  chmodSync(join(home.home, 'workspace.db'), 0o444);
  chmodSync(join(home.home, '..'), 0o755);
  const before = hashOf(join(home.home, 'workspace.db'));
  says(
    await home.run(IMPORT, { uid: 65534 }),
    1,
    /may not write to the workspace .+Make the folder and its files writable/,
  );
  expect(hashOf(join(home.home, 'workspace.db'))).toBe(before);
  const out = await home.run([
    'export',
    'campaigns',
    '--client',
    'Seeblick',
    '--from',
    '2026-11-10',
    '--to',
    '2026-11-20',
    '--out',
    join(home.home, 'missing', 'a.csv'),
    '--json',
  ]);
  says(out, 1, /could not be written: its folder does not exist\. Choose another --out/);
  expect(existsSync(join(home.home, 'missing'))).toBe(false);
});

test('a wrong passphrase, and no place to keep a sign-in', { timeout: 300_000 }, async () => {
  const home = copy();
  const spend = await spendOf(home);
  const wrong = await home.run(IMPORT, { env: { TIDEMARK_PASSPHRASE: 'not the passphrase' } });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(/passphrase/i);
  expect((await home.run(IMPORT, { env: { TIDEMARK_PASSPHRASE: 'short' } })).code).toBe(2);
  expect(await spendOf(home)).toBe(spend);

  const none = empty();
  const { systemUserToken } = sandbox.credentials.meta;
  const refused = await none.run(['connections', 'add', 'meta', '--token-stdin', '--json'], {
    stdin: systemUserToken,
    env: { TIDEMARK_PASSPHRASE: undefined, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
  });
  says(refused, 1, /TIDEMARK_PASSPHRASE/);
  for (const name of readdirSync(none.home))
    expect(readFileSync(join(none.home, name)).includes(systemUserToken)).toBe(false);
});

test(
  'a reader that has seen enough is no failure; a group without its command is wrong usage',
  { timeout: 300_000 },
  async () => {
    const home = copy();
    const args = [
      'insights',
      '--client',
      'Seeblick',
      '--from',
      '2026-11-10',
      '--to',
      '2026-11-19',
      '--level',
      'ad',
      '--json',
    ];
    const closed = await home.run(args, { started: (child) => void child.stdout?.destroy() });
    expect(closed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await home.run(['connections', '--json'])).stdout)).toEqual({
      error: { code: 'WRONG_USAGE', sentence: 'Name a command; --help lists them.' },
    });
  },
);
