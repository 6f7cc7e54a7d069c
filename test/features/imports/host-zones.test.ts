import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

type Told = {
  host: string;
  offset: number;
  calendar: { wrong: string[]; digest: string };
  imports: [string, [string, string, string, string, unknown][], unknown][];
};

async function on(zone: string): Promise<Told> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'host-zone-child.ts')], {
    env: { ...process.env, TZ: zone, NODE_NO_WARNINGS: '1' },
    maxBuffer: 1 << 26,
    timeout: 300_000,
  });
  return JSON.parse(stdout) as Told;
}

it(
  'today, days and months are the account’s, whatever zone the machine is in: rows, closings and plans are the same (S16)',
  { timeout: 300_000 },
  async () => {
    const told = await Promise.all(['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago'].map(on));
    expect(told.map(({ offset }) => offset)).toEqual([-840, 0, 660]);
    const [first, ...others] = told;
    expect(first?.calendar.wrong).toEqual([]);
    for (const other of others) {
      expect(other.calendar).toEqual(first?.calendar);
      expect(other.imports).toEqual(first?.imports);
    }
    // At one moment of the first night three days are running, and each import ends with its account's own.
    const night = first?.imports[1] as unknown as [string, string, string, string, unknown][];
    expect(night.map(([, status, to, today]) => [status, to === today])).toEqual(night.map(() => ['succeeded', true]));
    expect(new Set(night.map(([, , to]) => to))).toEqual(new Set(['2026-11-01', '2026-10-31', '2026-10-30']));
  },
);
