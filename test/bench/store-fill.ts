import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../../src/main/domain/days.ts';
import { openStore, type Db, type Store } from '../../src/main/store/store.ts';

/** Stores full of facts for benchmarks: made by SQL, because the rows only have to be there. */
export const NOW = Date.parse('2026-11-20T12:00:00Z');
export const SETTLE = {
  meta: { conversionSettleDays: 7, deliverySettleDays: 3 },
  google: { conversionSettleDays: 30, deliverySettleDays: 3 },
};
const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** A store with as many clients, each with one ad account of the same key. */
export function newStore(folder: string, name: string, accounts: number): Store {
  const store = openStore({ home: join(folder, name), migrationsFolder, clock: { now: () => NOW } });
  const { db } = store;
  db.transaction(() => {
    for (let id = 1; id <= accounts; id += 1) {
      db.prepare('INSERT INTO client (id, name, name_key, created_at) VALUES (?, ?, ?, ?)').run(
        id,
        `Client ${id}`,
        `client ${id}`,
        NOW,
      );
      db.prepare(
        `INSERT INTO ad_account (id, platform, ad_account_id, name, currency, time_zone, status, platform_status, is_manager,
           manager_path, client_id, discovered_at, updated_at)
         VALUES (?, 'meta', ?, ?, 'EUR', 'Europe/Berlin', 'active', '1', 0, '[]', ?, ?, ?)`,
      ).run(id, String(1000 + id), `Account ${id}`, id, NOW, NOW);
    }
  })();
  return store;
}

/** Every level of every account for the `days` days up to the day before NOW, with rollup and coverage. */
export function fill(db: Db, accounts: number, ads: number, days: number): void {
  const first = addDays('2026-11-20', -days);
  const dayInts = Array.from({ length: days }, (_, index) => Number(addDays(first, index).replaceAll('-', '')));
  const campaigns = Math.max(1, Math.floor(ads / 10));
  db.exec('CREATE TEMP TABLE days (day INTEGER)');
  const addDay = db.prepare('INSERT INTO days VALUES (?)');
  db.transaction(() => dayInts.forEach((day) => addDay.run(day)))();
  const count = (n: number): string =>
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${n - 1})`;
  for (let account = 1; account <= accounts; account += 1)
    db.transaction(() => {
      for (const [level, entities] of [
        [0, 1],
        [1, campaigns],
        [2, campaigns],
        [3, ads],
      ] as const) {
        db.prepare(
          `${count(entities)} INSERT INTO entity (ad_account_key, level, entity_id, name, status, first_seen_at, last_seen_at)
           SELECT ?, ?, ? || i, 'Entity ' || i, 'active', 1, 1 FROM n`,
        ).run(account, level, `${level}-`);
        db.prepare(
          `INSERT INTO insight_day (ad_account_key, level, day, entity_key, spend_micros, impressions, clicks, link_clicks, reach,
             conversions, conversion_value_micros, extra, seen_at, revision)
           SELECT ?, ?, d.day, e.id, (e.id * 7919 + d.day) % 90000000, (e.id * 31 + d.day) % 9000,
             (e.id + d.day) % 300, (e.id + d.day) % 200, (e.id + d.day) % 5000, (e.id + d.day) % 9, 1000000, NULL, 1, 0
           FROM days d JOIN entity e ON e.ad_account_key = ? AND e.level = ?`,
        ).run(account, level, account, level);
        db.prepare(
          'INSERT INTO coverage (ad_account_key, level, day, first_read_at, read_at, rows) SELECT ?, ?, day, 1, ?, 1 FROM days',
        ).run(account, level, NOW - 3_600_000);
      }
      db.prepare(
        `INSERT INTO insight_month SELECT ad_account_key, level, day / 100, entity_key, sum(spend_micros), sum(impressions),
           sum(clicks), sum(link_clicks), sum(CAST(round(conversions * 1000000.0) AS INTEGER)), sum(conversion_value_micros), count(*)
         FROM insight_day WHERE ad_account_key = ? GROUP BY 1, 2, 3, 4`,
      ).run(account);
    })();
}

/** The middle of several runs in ms, after some that warm up. */
export function median(run: () => void, times: number): number {
  for (let index = 0; index < 3; index += 1) run();
  const taken = Array.from({ length: times }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return Math.round((taken[Math.floor(times / 2)] ?? 0) * 100) / 100;
}
