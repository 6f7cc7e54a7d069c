import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateHash, type Db } from '../../src/main/store/store.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, migrationsFolder, openIn, tempFolder } from './helpers.ts';
import { killCells, killInput, KILL_SLICES } from './kill-plan.ts';

test('killed in the middle of ingesting: whole days or nothing, nothing acknowledged is lost, and going on ends exact', async () => {
  const home = join(tempFolder(), 'workspace');
  const first = openIn(home);
  const key = addAccount(first.db);
  first.close();
  const child = fork(new URL('./kill-child.ts', import.meta.url), [home, migrationsFolder, String(key)], {
    stdio: 'ignore',
    execArgv: [],
  });
  const acknowledged: number[] = [];
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve) => {
    child.on('message', (slice) => {
      acknowledged.push(slice as number);
      // Let a few commits pass, then kill while the next is under way.
      if (acknowledged.length < 4) child.send('heard');
      else {
        child.kill('SIGKILL');
        resolve();
      }
    });
  });
  await ended;
  const store = openIn(home);
  const { db } = store;
  expect(db.pragma('quick_check', { simple: true })).toBe('ok');
  // Every covered day has exactly the rows its coverage tells, and no other day has any.
  const rows = 'SELECT day, count(*) AS n FROM insight_day GROUP BY day ORDER BY day';
  expect(db.prepare(rows).all()).toEqual(db.prepare('SELECT day, rows AS n FROM coverage ORDER BY day').all());
  const covered = db.prepare('SELECT count(*) FROM coverage').pluck().get() as number;
  expect(covered).toBeGreaterThanOrEqual(acknowledged.length);
  expect(covered).toBeLessThan(KILL_SLICES);
  const hours = 'SELECT day, count(*) AS n FROM insight_segment GROUP BY day ORDER BY day';
  expect(db.prepare(hours).all()).toEqual(db.prepare('SELECT day, rows AS n FROM dataset_coverage ORDER BY day').all());
  expect(db.prepare('SELECT count(*) FROM dataset_coverage').pluck().get()).toBeGreaterThanOrEqual(acknowledged.length);
  const ingestAll = (into: Db, account: number): void => {
    for (let index = 0; index < KILL_SLICES; index += 1) {
      ingestSlice(into, killInput(account, index));
      ingestDatasetSlice(into, killCells(account, index));
    }
  };
  ingestAll(db, key);

  const plain = openIn(join(tempFolder(), 'plain'));
  const plainKey = addAccount(plain.db);
  ingestAll(plain.db, plainKey);
  expect(stateHash(db)).toBe(stateHash(plain.db));
});
