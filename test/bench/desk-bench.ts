import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toClientSafe } from '../../src/contract/client-safe.ts';
import { addDays } from '../../src/main/domain/days.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { compare } from '../../src/main/store/reads/compare.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { events } from '../../src/main/store/reads/events.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { saveMapping, setGoal } from '../../src/main/store/writes/client-profile.ts';
import { fill, median, newStore, NOW, SETTLE } from './store-fill.ts';

/** What the desk's additions cost: names for conversions, pace, comparison and flags on 1 M facts, and 1,000 clients at once. */
const [ACCOUNTS, ADS, DAYS] = [40, 50, 400];
const TYPES = 12;
const to = '2026-11-19';
const range = { from: addDays(to, -29), to };
const before = { from: addDays(to, -59), to: addDays(to, -30) };
const common = { platforms: null, now: NOW, settle: SETTLE };

/** So many action types on every row of the levels a screen asks for. */
function convert(db: Db): void {
  for (let type = 1; type <= TYPES; type += 1)
    db.prepare("INSERT INTO action_type (id, platform, name) VALUES (?, 'meta', ?)").run(type, `type_${type}`);
  db.exec(`INSERT INTO conversion_day (ad_account_key, level, day, entity_key, action_type_key, seen_at, revision, count_default)
    SELECT d.ad_account_key, d.level, d.day, d.entity_key, t.id, 1, 0, (d.entity_key + d.day + t.id) % 7
    FROM insight_day d CROSS JOIN action_type t WHERE d.level <= 1`);
}

function agree(db: Db, clients: number): void {
  for (let clientId = 1; clientId <= clients; clientId += 1) {
    saveMapping(db, {
      clientId,
      conversions: ['Leads', 'Reservations', 'Checkouts'].map((name, index) => ({
        name,
        kind: 'other' as const,
        sources: [{ platform: 'meta' as const, actionType: `type_${index + 1}`, counted: true }],
      })),
    });
    setGoal(db, {
      clientId,
      currency: 'EUR',
      now: NOW,
      goal: { monthlyBudgetMicros: 5_000_000_000, targetCpaMicros: null, targetRoas: null },
    });
  }
}

/** Every measurement by name. */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  try {
    const { db, close } = newStore(folder, 'desk', ACCOUNTS);
    db.pragma('synchronous = OFF');
    fill(db, ACCOUNTS, ADS, DAYS);
    convert(db);
    const result: Record<string, number> = {
      'desk.facts': (db.prepare('SELECT count(*) AS n FROM insight_day').get() as { n: number }).n,
      'desk.conversions': (db.prepare('SELECT count(*) AS n FROM conversion_day').get() as { n: number }).n,
    };
    let client = 0;
    const clientId = (): string => String((client++ % ACCOUNTS) + 1);
    const page = () => overview(db, { clientId: clientId(), range, compare: before, ...common });
    const table = () =>
      entitiesView(db, { clientId: clientId(), level: 'campaign', parentId: null, range, compare: before, ...common });
    result['desk.overview.plain.ms'] = median(page, 31);
    result['desk.campaigns.plain.ms'] = median(table, 31);
    agree(db, ACCOUNTS);
    result['desk.overview.named.ms'] = median(page, 31);
    result['desk.campaigns.named.ms'] = median(table, 31);
    const year = { from: addDays(to, -364), to };
    result['desk.overview.named.year.ms'] = median(
      () => overview(db, { clientId: clientId(), range: year, compare: null, ...common }),
      31,
    );
    result['desk.compare.ms'] = median(() => {
      compare(db, {
        clientId: clientId(),
        a: range,
        b: before,
        matchWeekday: true,
        metric: 'named:Leads',
        limit: 50,
        ...common,
      });
    }, 31);
    result['desk.events.ms'] = median(() => {
      events(db, { clientId: clientId(), range, compare: before, ...common });
    }, 31);
    const told = page();
    result['desk.clientSafe.overview.ms'] = median(() => toClientSafe('overview', told, (id) => `a${id}`), 31);
    close();

    const many = newStore(folder, 'thousand', 1_000);
    many.db.pragma('synchronous = OFF');
    fill(many.db, 1_000, 10, 65);
    convert(many.db);
    const portfolio = () => clientsView(many.db, { range, compare: before, ...common });
    result['desk.clients1000.plain.ms'] = median(portfolio, 7);
    agree(many.db, 1_000);
    result['desk.clients1000.named.ms'] = median(portfolio, 7);
    many.close();
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
