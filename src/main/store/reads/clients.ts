import type { ClientRow, ClientsView } from '../../../contract/dashboards.ts';
import { eachDayInt } from '../../domain/days.ts';
import { isoOrNull } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import {
  accountPeriod,
  byCurrency,
  currencyTotals,
  daysRead,
  type AccountPeriod,
  type ViewArgs,
} from './account-periods.ts';
import { allBusinessMetrics, allGoals, clientMarks, type BusinessMetric } from './client-profile.ts';
import { attentionOf, clientAccounts, clientFreshness, isDisabled, type ClientAccount } from './health.ts';
import { paceOf } from './pace.ts';
import { performanceAttention } from './performance.ts';
import { foldedMonths, foldedPeriods, type FoldedPeriod } from './portfolio.ts';
import { ripening } from './ripe.ts';

/** Clients that are not put away, by name, for pickers and commands. */
export function clientNames(db: Db): { id: string; name: string }[] {
  return all<{ id: number; name: string }>(
    db,
    'SELECT id, name FROM client WHERE archived_at IS NULL ORDER BY name_key',
  ).map((row) => ({ id: String(row.id), name: row.name }));
}

export function workspaceCounts(db: Db): { clients: number; connections: number } {
  const row = first<{ clients: number; connections: number }>(
    db,
    `SELECT (SELECT count(*) FROM client WHERE archived_at IS NULL) AS clients,
            (SELECT count(*) FROM connection WHERE state <> 'removed') AS connections`,
  );
  return row ?? { clients: 0, connections: 0 };
}

/** The Clients screen: every client with its sums per currency, trend, freshness and what needs a look; largest spend first. */
export function clientsView(db: Db, view: ViewArgs & { clientId?: string | null }): ClientsView {
  return snapshot(db, () => {
    const only = view.clientId == null ? null : Number(view.clientId);
    const accounts = clientAccounts(db, { ...view, clientId: only });
    const ofClient = Map.groupBy(accounts, (account) => account.clientId);
    const clients = all<{ id: number; name: string; city: string | null }>(
      db,
      'SELECT id, name, city FROM client WHERE archived_at IS NULL AND (@only IS NULL OR id = @only) ORDER BY name_key',
      { only },
    );
    const [marks, goals, names] = [clientMarks(db), allGoals(db), allBusinessMetrics(db)];
    // A budget is for all channels, whatever the view shows.
    const spending =
      view.platforms === null || goals.size === 0
        ? ofClient
        : Map.groupBy(clientAccounts(db, { ...view, platforms: null, clientId: only }), (account) => account.clientId);
    const months = foldedMonths(
      db,
      [...goals.keys()].flatMap((id) => spending.get(id) ?? []),
    );
    // What was once known, and the clients' own names for conversions, are told day by day.
    const folded = foldedPeriods(
      db,
      accounts.filter((account) => account.knownAt === null && !names.has(account.clientId)),
      view,
    );
    const dayInts = eachDayInt(view.range.from, view.range.to);
    const everything: FoldedPeriod[] = [];
    const rows = clients.map((client): ClientRow => {
      const own = ofClient.get(client.id) ?? [];
      const metrics = names.get(client.id) ?? [];
      const single = own.flatMap((account) =>
        folded.has(account.key) ? [] : accountPeriod(db, account, view, metrics),
      );
      const whole = new Map(single.map((period) => [period.account.key, byDay(period, view, dayInts)]));
      const periods = own.flatMap(({ key }) => folded.get(key) ?? whole.get(key) ?? []);
      everything.push(...periods);
      const readBefore = daysRead(single, view);
      const main = byCurrency(periods).entries().next().value;
      const paces = (goals.get(client.id) ?? []).flatMap(
        (goal) =>
          paceOf(
            db,
            goal,
            spending.get(client.id) ?? [],
            view,
            (key, range) => readBefore(key, range) ?? months(key, range),
          ) ?? [],
      );
      return {
        id: String(client.id),
        name: client.name,
        city: client.city,
        platforms: platformsOf(own),
        totals: currencyTotals(periods, view.range),
        trend: dayInts.map((_, index) => (main === undefined ? null : spendOn(main[1], index))),
        trendCurrency: main?.[0] ?? null,
        freshness: clientFreshness(own, view.now),
        attention:
          attentionOf(own, view.now) ?? (view.asKnownOn == null ? performanceAttention(periods, paces, view) : null),
        ...(marks.get(client.id) ?? { owner: null, tags: [], pinned: null }),
        paces,
        conversions: metrics.map((metric) => metric.name),
      };
    });
    const newest = everything.flatMap((period) => period.newestRead ?? []);
    return {
      rows,
      totals: currencyTotals(everything, view.range),
      business: namesInUse(clients.flatMap((client) => names.get(client.id) ?? [])),
      asOf: newest.length === 0 ? null : isoOrNull(newest.reduce((a, b) => Math.max(a, b))),
    };
  });
}

/** Names of several clients as columns, most used first; what two clients call the same is one. */
function namesInUse(metrics: readonly BusinessMetric[]): ClientsView['business'] {
  return [...Map.groupBy(metrics, (metric) => metric.name)]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
    .map(([name, [one]]) => ({ name, kind: one?.kind ?? 'other', missing: null }));
}

function spendOn(periods: readonly FoldedPeriod[], index: number): number | null {
  let sum: number | null = null;
  for (const { spend } of periods) {
    const one = spend[index] ?? null;
    if (one !== null) sum = (sum ?? 0) + one;
  }
  return sum;
}

function byDay(period: AccountPeriod, view: ViewArgs, dayInts: readonly number[]): FoldedPeriod {
  return {
    ...ripening(period, view),
    spend: dayInts.map((day) => period.days.get(day)?.spendMicros ?? null),
    newestRead: period.ledger.newestRead,
  };
}

function platformsOf(accounts: readonly ClientAccount[]): ClientRow['platforms'] {
  return [...Map.groupBy(accounts, (account) => account.platform)].map(([platform, group]) => ({
    platform,
    adAccounts: group.length,
    state: group.some((account) => account.connectionExpired)
      ? 'expired'
      : group.every((account) => account.status === 'no_access')
        ? 'no_access'
        : group.some(isDisabled)
          ? 'disabled'
          : 'ok',
  }));
}
