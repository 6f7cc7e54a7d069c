import { createHash } from 'node:crypto';
import { addDays, dayInZone, eachDay } from '../../../src/main/domain/days.ts';
import { instantInZone, wallClock } from '../../../src/main/domain/zones.ts';
import { days } from '../../../src/main/store/reads/days.ts';
import { stateHash } from '../../../src/main/store/state-hash.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { account, agencyOf, DAY, openKit } from './kit.ts';
import { plan } from './plan-kit.ts';

/** Everything that depends on a calendar, on a machine whose own zone is the environment's TZ; told as one line of JSON. */
const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Los_Angeles',
  'Europe/Warsaw',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];
const MINUTE = 60_000;
/** The end of October: in Kiritimati it is November, in Pago Pago it is the 30th. */
const FIRST = Date.parse('2026-10-31T10:30:00Z');

/** The day of each zone a minute before and after each of 400 midnights, the wall clock there, and what would be imported. */
function calendar(): { wrong: string[]; digest: string } {
  const wrong: string[] = [];
  const digest = createHash('sha256');
  for (const zone of ZONES)
    for (const [index, day] of eachDay('2026-01-01', addDays('2026-01-01', 399)).entries()) {
      const midnight = instantInZone(day, 0, zone) ?? Number.NaN;
      const [before, after] = [dayInZone(midnight - MINUTE, zone), dayInZone(midnight + MINUTE, zone)];
      if (before !== addDays(day, -1) || after !== day) wrong.push(`${zone} ${day}: ${before} ${after}`);
      digest.update(JSON.stringify([zone, day, midnight, wallClock(midnight + 90 * MINUTE, zone)]));
      if (index % 10 > 0) continue;
      const { items, why } = plan({ now: midnight + 90 * MINUTE, timeZone: zone });
      digest.update(JSON.stringify([items, why]));
    }
  return { wrong, digest: digest.digest('hex') };
}

/** Three days of imports of an account in each zone: the rows, what is known of each day, and what the next import would read. */
async function imports(): Promise<unknown> {
  const clock = manualClock(FIRST);
  const accounts = ZONES.map((timezone, index) => account(index % 2 === 0 ? 'meta' : 'google', timezone, { timezone }));
  const sandbox = await startSandbox({ now: () => clock.now(), agency: agencyOf(...accounts) });
  const kit = openKit({ sandbox, clock });
  try {
    await kit.connect([{ platform: 'meta' }, { platform: 'google' }]);
    const seen: unknown[] = [];
    for (let night = 0; night < 3; night += 1, clock.advance(DAY)) {
      const runs = await kit.importAll({ datasets: 'core', trigger: 'scheduled' });
      const { db } = kit.store;
      const settle = { conversionSettleDays: 7, deliverySettleDays: 3 };
      seen.push(
        stateHash(db),
        ZONES.map((zone) => [
          zone,
          runs.get(zone)?.status,
          runs.get(zone)?.to,
          dayInZone(clock.now(), zone),
          days(db, {
            clientId: String(kit.clientId(zone)),
            range: { from: '2026-10-25', to: '2026-11-03' },
            level: 'account',
            platforms: null,
            settle: { meta: settle, google: settle },
            now: clock.now(),
          }),
        ]),
        kit.imports
          .plan({ clientIds: 'all', platforms: null, range: null, trigger: 'scheduled' })
          .map(({ account: { client }, slices, why }) => [client, slices, why]),
      );
    }
    return seen;
  } finally {
    await kit.remove();
    await sandbox.close();
  }
}

process.stdout.write(
  JSON.stringify({
    host: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offset: new Date(FIRST).getTimezoneOffset(),
    calendar: calendar(),
    imports: await imports(),
  }),
);
