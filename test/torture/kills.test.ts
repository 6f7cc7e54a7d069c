import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { tidemark } from '../cli/command.ts';
import { torture } from './kills.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidemark-torture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two hundred kills during import: 0 lost, 0 twice, 0 damaged', async () => {
  const report = await torture({
    kills: 200,
    names: [
      'Gästehaus Seeblick',
      'Weingut Müller',
      'Harbour & Finch "Main"',
      'Whitby Dental Care',
      '喫茶むらさき',
      'Pacific Trail',
    ],
    from: '2025-11-20',
    to: '2026-11-18',
    seed: Number(process.env.TORTURE_SEED ?? 20_261_120),
    latencyMs: 15,
    home: join(folder, 'home'),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.kills).toBe(200);
});

test('sixty kills while the workspace is made, opened and closed: it opens afterwards, whole', async () => {
  for (let index = 0; index < 60; index += 1) {
    // A new folder every tenth time, so that making, migrating and reopening are all hit.
    const home = join(folder, `opening${Math.floor(index / 10)}`);
    await tidemark(['--home', home, 'accounts', 'list', '--refresh'], {
      started: (child) => setTimeout(() => child.kill('SIGKILL'), 60 + ((index * 37) % 300)),
    });
    if (index % 10 !== 9) continue;
    const ended = await tidemark(['--home', home, 'connections', 'list', '--json']);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const db = new Database(join(home, 'workspace.db'), { readonly: true });
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    db.close();
  }
});
