import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { mountTmpfs } from '../../store/mounts.ts';
import { account, agencyOf, LEVELS, NOW, openKit } from './kit.ts';

const folder = mountTmpfs('6m');

/** A disk that is full in the middle of an import: told as that, nothing damaged, and all of it read once there is room. */
test.skipIf(folder === null)(
  'a full disk ends the import with what to do, and the import goes on when there is room',
  async () => {
    const sandbox = await startSandbox({
      now: () => NOW,
      agency: agencyOf(account('meta', 'Alpha', { campaigns: 5, adGroups: 2, ads: 3 })),
    });
    const home = join(folder!, 'home');
    const kit = openKit({ sandbox, home });
    try {
      await kit.connect();
      const one = kit.repository.accountsToImport('all')[0]!;
      const [id] = kit.repository.createRuns(
        [
          {
            requestId: 'full',
            adAccountKey: one.key,
            clientId: one.clientId,
            trigger: 'manual',
            from: '2026-07-01',
            to: '2026-10-31',
            chosen: true,
            why: 'a test',
            slices: LEVELS.map((level) => ({ level, from: '2026-07-01', to: '2026-10-31' })),
          },
        ],
        NOW,
      );
      // Room for the beginning of the import only.
      let ballast = 0;
      try {
        for (;;) {
          writeFileSync(join(folder!, `ballast${ballast}`), Buffer.alloc(65_536));
          ballast += 1;
        }
      } catch {
        for (let freed = 0; freed < 6 && ballast > 0; freed += 1) rmSync(join(folder!, `ballast${(ballast -= 1)}`));
      }
      kit.queue.wake([id!]);
      await kit.queue.settled([id!], 0);
      const told = kit.queue.snapshot().imports[0];
      expect(told).toMatchObject({ problem: { code: 'DISK_FULL', fix: 'free_space' } });
      expect(['failed', 'partial']).toContain(told?.status);

      while (ballast > 0) rmSync(join(folder!, `ballast${(ballast -= 1)}`));
      const open = kit.repository.run(id!)!;
      const again = open.finishedAt === null ? [id!] : kit.imports.retry(id!).runIds;
      kit.queue.wake(again);
      await kit.queue.settled(again, 0);
      expect(kit.repository.run(again[0]!)).toMatchObject({ status: 'succeeded', problem: null });
      const total = sandbox.truth.total({
        platform: 'meta',
        adAccountId: one.ref.adAccountId,
        from: '2026-07-01',
        to: '2026-10-31',
      });
      for (const level of [0, 3]) {
        const sum = kit.store.db
          .prepare('SELECT sum(spend_micros) FROM insight_day WHERE level = ?')
          .pluck()
          .get(level);
        expect(BigInt(sum as number)).toBe(total.spendMicros);
      }
      expect(kit.store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    } finally {
      await kit.remove();
      await sandbox.close();
    }
  },
);
