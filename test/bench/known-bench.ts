import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../../src/main/domain/days.ts';
import { changes } from '../../src/main/store/reads/changes.ts';
import { days } from '../../src/main/store/reads/days.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { fill, median, newStore, NOW, SETTLE } from './store-fill.ts';

/**
 * What it costs to ask for figures as they once were: 1 M facts, of which five in a hundred were told differently three days ago,
 * asked as known four days ago, against the same question of now. Days older than the look-back were last read when it ended.
 */
const DAY_MS = 86_400_000;
const RESTATED_AT = NOW - 3 * DAY_MS;
const ASKED_AT = new Date(NOW - 4 * DAY_MS).toISOString();
const [ACCOUNTS, ADS, DAYS] = [40, 50, 400];

function restate(db: Db): void {
  db.exec(`INSERT INTO insight_day_revision (ad_account_key, level, day, entity_key, spend_micros, impressions, clicks, link_clicks,
      reach, conversions, conversion_value_micros, extra, seen_at, revision, superseded_at)
    SELECT ad_account_key, level, day, entity_key, spend_micros + 7, impressions, clicks, link_clicks, reach, conversions,
      conversion_value_micros, extra, seen_at, revision, ${RESTATED_AT}
    FROM insight_day WHERE (entity_key * 7919 + day * 31) % 20 = 0;
    UPDATE insight_day SET seen_at = ${RESTATED_AT}, revision = 1 WHERE (entity_key * 7919 + day * 31) % 20 = 0;
    UPDATE coverage SET read_at = first_read_at WHERE day < ${addDays('2026-11-20', -28).replaceAll('-', '')}`);
}

/** Every measurement by name. */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  try {
    const store = newStore(folder, 'known', ACCOUNTS);
    const { db } = store;
    db.pragma('synchronous = OFF');
    fill(db, ACCOUNTS, ADS, DAYS);
    restate(db);
    const to = '2026-11-19';
    const common = { platforms: null, now: NOW, settle: SETTLE };
    let client = 0;
    const clientId = (): string => String((client++ % ACCOUNTS) + 1);
    const result: Record<string, number> = {
      'known.facts': (db.prepare('SELECT count(*) AS n FROM insight_day').get() as { n: number }).n,
      'known.revisions': (db.prepare('SELECT count(*) AS n FROM insight_day_revision').get() as { n: number }).n,
    };
    const measure = (name: string, ask: (asKnownOn: string | null) => void): void => {
      const now = median(() => ask(null), 31);
      const then = median(() => ask(ASKED_AT), 31);
      Object.assign(result, {
        [`known.${name}.now.ms`]: now,
        [`known.${name}.then.ms`]: then,
        [`known.${name}.ratio`]: Math.round((then / now) * 100) / 100,
      });
    };
    const spans = {
      days30: { range: { from: addDays(to, -29), to }, compare: { from: addDays(to, -59), to: addDays(to, -30) } },
      year: { range: { from: addDays(to, -364), to }, compare: null },
    };
    for (const [span, { range, compare }] of Object.entries(spans)) {
      measure(`overview.${span}`, (asKnownOn) => {
        overview(db, { clientId: clientId(), range, compare, ...common, asKnownOn });
      });
      for (const by of ['day', 'month', 'range'] as const)
        measure(`insights.ad.${by}.${span}`, (asKnownOn) => {
          insights(db, { clientId: clientId(), range, level: 'ad', by, ...common, asKnownOn });
        });
      measure(`days.ad.${span}`, (asKnownOn) => {
        days(db, { clientId: clientId(), range, level: 'ad', ...common, asKnownOn });
      });
    }
    result['known.changes.ad.ms'] = median(() => {
      const since = ASKED_AT;
      const rest = { range: null, level: 'ad' as const, entityId: null, limit: 100, after: null };
      changes(db, { clientId: clientId(), since, ...rest, ...common });
    }, 31);
    store.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await run();
  for (const [name, value] of Object.entries(result)) process.stdout.write(`${name.padEnd(48)} ${value}\n`);
}
