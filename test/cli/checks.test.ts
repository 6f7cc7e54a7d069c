import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AlertsView } from '../../src/contract/alerts.ts';
import type { Comparison, GapsView } from '../../src/contract/validation.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { NOW, tempFolder, workspace } from './command.ts';

/** Import, check, alert and comparison through the real command line, the engine of every command started anew. */
test(
  'a campaign missing at one level is found by the import itself; an export is compared line by line',
  { timeout: 300_000 },
  async () => {
    const sandbox = await startSandbox({ now: () => Date.parse(NOW), autoApprove: true });
    try {
      const account = sandbox.truth.accounts().find((one) => one.name === 'Gästehaus Seeblick');
      const adAccountId = account?.adAccountId ?? '';
      const range = { from: '2026-10-01', to: '2026-10-05' };
      const question = { platform: 'meta', adAccountId, level: 'campaign', ...range } as const;
      const rows = sandbox.truth.insights(question).filter((row) => row.spendMicros > 0n);
      const lost = rows[0]?.entityId ?? '';
      sandbox.control.forget({ platform: 'meta', adAccountId, level: 'campaign', entityIds: [lost] });

      const home = workspace(sandbox.urls, { home: join(tempFolder(), 'home') });
      await home.json(['connections', 'add', 'meta', '--token-stdin'], {
        stdin: sandbox.credentials.meta.systemUserToken,
      });
      await home.json(['accounts', 'assign', `meta:${adAccountId}`, '--client', 'Seeblick']);
      await home.json(['import', '--client', 'Seeblick', '--from', range.from, '--to', range.to]);

      const found = await home.run(['check', '--client', 'seeblick', '--json']);
      expect([found.code, found.stderr]).toEqual([3, '']);
      const gaps = JSON.parse(found.stdout) as GapsView;
      expect(gaps.counts.open).toBeGreaterThan(0);
      expect(gaps.gaps.filter((gap) => gap.check !== 'ad=ad_group').every((gap) => gap.entity.id === lost)).toBe(true);
      const text = await home.run(['check']);
      expect(text.stdout).toContain('is missing among the campaigns of 2026-10-01');

      const listed = JSON.parse((await home.run(['alerts', '--json'])).stdout) as AlertsView;
      expect(listed.alerts).toMatchObject([{ kind: 'gap', client: 'Seeblick', severity: 'warning' }]);
      const id = listed.alerts[0]?.id ?? '';
      expect((await home.run(['alerts', 'dismiss', id])).code).toBe(0);
      expect((await home.run(['alerts'])).stdout).toBe('No alerts.\n');
      expect((await home.run(['alerts', 'dismiss', id, '--undo'])).code).toBe(0);
      expect((await home.run(['alerts', 'dismiss', 'nothing', '--json'])).code).toBe(1);

      const csv = (change: (spend: number) => number): string =>
        [
          'Campaign name,Campaign ID,Day,Amount spent (EUR),Impressions',
          ...rows
            .filter((row) => row.entityId !== lost)
            .map(
              (row) =>
                `"${row.entityName}",${row.entityId},${row.date},${change(Number(row.spendMicros) / 1e6).toFixed(2)},${row.impressions}`,
            ),
        ].join('\n');
      const file = join(tempFolder(), 'export.csv');
      writeFileSync(
        file,
        csv((spend) => spend),
      );
      const exact = await home.run(['compare', file, '--client', 'Seeblick', '--json']);
      expect([exact.code, exact.stderr]).toEqual([0, '']);
      expect(JSON.parse(exact.stdout) as Comparison).toMatchObject({
        verdict: 'exact',
        platform: 'meta',
        level: 'campaign',
      });
      writeFileSync(
        file,
        csv((spend) => spend * 1.2),
      );
      const wrong = await home.run(['compare', file, '--client', 'Seeblick']);
      expect(wrong.code).toBe(3);
      expect(wrong.stdout).toContain('a total is off by more than 5 %');
      writeFileSync(file, 'no,table\n1,2\n');
      const refused = await home.run(['compare', file, '--client', 'Seeblick', '--json']);
      expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([
        2,
        { error: { sentence: expect.stringContaining('No table') } },
      ]);
      expect((await home.run(['compare', join(file, 'nowhere.csv'), '--client', 'Seeblick'])).code).toBe(1);
    } finally {
      await sandbox.close();
    }
  },
);
