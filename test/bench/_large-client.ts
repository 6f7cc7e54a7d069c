import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/main/store/store.ts';
import { NOW } from '../e2e/agencies.ts';

const ROWS = 10_000;
const DAYS = 30;
const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** Ten thousand campaigns of one client, each with figures on the last thirty days: more rows than any screen was asked to show. */
export function addTenThousandCampaigns(home: string, clientId: number): void {
  const store = openStore({ home, migrationsFolder, clock: { now: () => Date.parse(NOW) } });
  const { db } = store;
  const key = (db.prepare('SELECT min(id) AS id FROM ad_account WHERE client_id = ?').get(clientId) as { id: number })
    .id;
  db.pragma('synchronous = OFF');
  db.transaction(() => {
    db.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
       INSERT INTO entity (ad_account_key, level, entity_id, campaign_id, name, status, objective, first_seen_at, last_seen_at)
       SELECT ?, 1, 'many-' || i, 'many-' || i, 'Kampagne ' || i || ' – Herbstaktion', 'active', 'OUTCOME_SALES', 1, 1 FROM n`,
    ).run(key);
    db.prepare(
      `INSERT INTO insight_day (ad_account_key, level, day, entity_key, spend_micros, impressions, clicks, link_clicks, reach,
         conversions, conversion_value_micros, seen_at, revision)
       SELECT c.ad_account_key, 1, c.day, e.id, (e.id * 7919 + c.day) % 9000000, (e.id * 31 + c.day) % 900, (e.id + c.day) % 30,
         (e.id + c.day) % 20, (e.id + c.day) % 500, (e.id + c.day) % 3, 1000000, c.read_at, 0
       FROM (SELECT * FROM coverage WHERE ad_account_key = @key AND level = 1 ORDER BY day DESC LIMIT ${DAYS}) c
       JOIN entity e ON e.ad_account_key = @key AND e.entity_id LIKE 'many-%'`,
    ).run({ key });
  })();
  store.close();
}
