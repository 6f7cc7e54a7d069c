import { join } from 'node:path';
import { expect, test } from 'vitest';
import { torture } from '../torture/kills.ts';
import { tempFolder } from './command.ts';

test(
  'ten kills in the middle of an import: nothing lost, nothing twice, and what was done is not asked for again',
  { timeout: 300_000 },
  async () => {
    const report = await torture({
      kills: 10,
      names: ['Gästehaus Seeblick', 'Weingut Müller'],
      from: '2026-07-01',
      to: '2026-11-10',
      seed: 7,
      latencyMs: 20,
      home: join(tempFolder(), 'home'),
    });
    process.stderr.write(`${JSON.stringify(report)}\n`);
    expect(report.kills).toBe(10);
    expect(report.factRows).toBeGreaterThan(1_000);
  },
);
