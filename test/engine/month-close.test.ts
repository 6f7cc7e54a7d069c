import { describe, expect, it } from 'vitest';
import { addDays, dayInZone } from '../../src/main/domain/days.ts';
import { instantInZone } from '../../src/main/domain/zones.ts';
import { openBackground, smallAccount } from './background-kit.ts';

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const ZONE = 'Europe/Warsaw';
const LATER_ZONE = 'America/Los_Angeles';

describe('a month that closes by scheduled nights alone (T5)', () => {
  it(
    'is provisional on the 1st in its own zone, follows every late conversion, and tells what changed since a report',
    { timeout: 300_000 },
    async () => {
      const kit = await openBackground(instantInZone('2026-10-30', 12 * 60, ZONE)!, [
        smallAccount('Żabka', ZONE, { dailySpend: 900 }),
        smallAccount('Pacific', LATER_ZONE, { dailySpend: 900 }),
      ]);
      kit.look();
      kit.runtime.background.command('import_all');
      await kit.settled();

      const accounts = kit.sandbox.truth.accounts();
      const sums = async (client: string, asKnownOn: string | null = null) => {
        const { rows } = await kit.runtime.reads.insights({
          clientId: kit.clientId(client),
          range: OCTOBER,
          level: 'account',
          by: 'month',
          platforms: null,
          asKnownOn,
          window: 'default',
        });
        const [row] = rows;
        const counts = Object.values(row?.conversions ?? {});
        return { spend: row?.spendMicros ?? null, conversions: counts.reduce((sum, count) => sum + count, 0) };
      };
      const settledDays = async (client: string): Promise<number> => {
        const { adAccounts } = await kit.runtime.reads.days({
          clientId: kit.clientId(client),
          range: OCTOBER,
          platforms: null,
          level: 'account',
          asKnownOn: null,
        });
        return adAccounts[0]!.days.filter((day) => day.states[0] === 'settled').length;
      };
      const trueSpend = (client: string): number => {
        const { platform, adAccountId } = accounts.find((one) => one.client === client)!;
        return Number(kit.sandbox.truth.total({ platform, adAccountId, ...OCTOBER }).spendMicros);
      };

      // The night after the month ended in Warsaw: in Los Angeles it is still the 31st.
      const first = instantInZone('2026-11-01', 180, ZONE)!;
      kit.passTo(first);
      await kit.settled();
      expect(dayInZone(first, LATER_ZONE)).toBe('2026-10-31');
      const report = new Date(kit.clock.now()).toISOString();
      const provisional = await sums('Żabka');
      expect(provisional.conversions).toBeGreaterThan(0);
      expect(await settledDays('Żabka')).toBeLessThan(31);

      // The nights until the look-back has passed the month's last day, every third one asleep.
      for (let night = addDays('2026-11-01', 1); night <= '2026-12-01'; night = addDays(night, 1)) {
        if (Number(night.slice(8)) % 3 === 0 && night !== '2026-11-30') continue;
        for (const zone of [ZONE, LATER_ZONE]) {
          kit.passTo(instantInZone(night, 180, zone)!);
          await kit.settled();
        }
      }
      expect(kit.runs().every((run) => run.status === 'succeeded')).toBe(true);

      for (const client of ['Żabka', 'Pacific']) {
        expect((await sums(client)).spend).toBe(trueSpend(client));
        expect(await settledDays(client)).toBe(31);
      }
      const final = await sums('Żabka');
      expect(final.conversions).toBeGreaterThan(provisional.conversions);
      // The report can be told again as it was, and by how much it has changed since.
      expect(await sums('Żabka', report)).toEqual(provisional);
      const { differences } = await kit.runtime.reads.changes({
        clientId: kit.clientId('Żabka'),
        since: report,
        range: OCTOBER,
        platforms: null,
        level: 'account',
        entityId: null,
        asKnownOn: null,
        limit: 1000,
        after: null,
      });
      expect(differences).toHaveLength(1);
      expect(differences[0]!.conversions).toBeGreaterThan(0);
    },
  );
});
