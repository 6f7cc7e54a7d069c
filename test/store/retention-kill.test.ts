import { fork } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addDays } from '../../src/main/domain/days.ts';
import { withArchives } from '../../src/main/store/archive-files.ts';
import type { Db } from '../../src/main/store/store.ts';
import { moveToArchive } from '../../src/main/store/writes/archives.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { foldHours } from '../../src/main/store/writes/retention.ts';
import { cell, cells } from './cells.ts';
import { addAccount, migrationsFolder, NOW, openIn, tempFolder } from './helpers.ts';

/** A month of hours to fold and ten to move. */
function fill(db: Db, key: number): void {
  const records = Array.from({ length: 330 * 4 }, (_, index) => {
    const day = addDays('2025-01-31', Math.floor(index / 4));
    return cell({ day, to: day, segment: { hour: `0${index % 4}` }, spendMicros: 2 ** (index % 30) });
  });
  ingestDatasetSlice(db, cells(key, { from: '2025-01-31', to: '2025-12-31', records }));
}

/** Every micro that was ever read: in the sums, in the rows or in the archive. */
const total = (db: Db): unknown =>
  withArchives(db, [2025], () =>
    db
      .prepare(
        `SELECT (SELECT sum(spend_micros) FROM insight_segment) AS rows,
           (SELECT count(*) FROM insight_segment) AS n, (SELECT coalesce(sum(spend_micros), 0) FROM insight_hour_profile) AS sums`,
      )
      .get(),
  );

test('killed anywhere while folding, moving and restoring: nothing is lost, nothing counts twice, going on ends the same', async () => {
  const home = join(tempFolder(), 'workspace');
  const first = openIn(home);
  const key = addAccount(first.db);
  fill(first.db, key);
  const spend = first.db.prepare('SELECT sum(spend_micros) FROM insight_segment').pluck().get() as number;
  first.close();
  const end = (db: Db, folder: string): unknown => {
    foldHours(db, { before: new Map([[key, '2025-07-01']]), now: NOW });
    moveToArchive(db, folder, { year: 2025, now: NOW });
    // As after a kill that came when the last stretch had just been moved.
    expect(moveToArchive(db, folder, { year: 2025, now: NOW })).toEqual({ rows: 0, left: 0 });
    return total(db);
  };
  const plain = join(tempFolder(), 'plain');
  cpSync(home, plain, { recursive: true });
  const expected = end(openIn(plain).db, plain);
  for (const steps of [1, 3, 6, 8, 11, 14, 17, 20, 23]) {
    const folder = join(tempFolder(), 'workspace');
    cpSync(home, folder, { recursive: true });
    const child = fork(new URL('./retention-child.ts', import.meta.url), [folder, migrationsFolder, String(key)], {
      stdio: 'ignore',
      execArgv: [],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let told = 0;
    child.on('message', () => {
      told += 1;
      if (told === steps) child.kill('SIGKILL');
    });
    await ended;
    const { db } = openIn(folder);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    const { rows, sums } = total(db) as { rows: number; sums: number };
    expect([steps, rows + sums]).toEqual([steps, spend]);
    expect(end(db, folder)).toEqual(expected);
  }
});
