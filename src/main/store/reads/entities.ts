import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { isoOrNull } from '../codes.ts';
import { first, snapshot, type Db } from '../db.ts';
import { businessMetricsOf } from './client-profile.ts';
import type { CurrencySums, ViewArgs } from './account-periods.ts';
import { withVideo } from './video.ts';
import { levelPeriod, rowsOfLevel, type EntityLevel, type RowWithTallies } from './entity-rows.ts';
import { clientAccounts } from './health.ts';
import { namesInfo } from './named.ts';
import { addTally, emptyTally, toSums } from './sums.ts';

/** The campaigns, ad groups or ads of a client with both periods, largest spend first; null when there is no such client. */
export function entitiesView(
  db: Db,
  args: ViewArgs & { clientId: string; level: EntityLevel; parentId: string | null },
): EntitiesView | null {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
    const metrics = businessMetricsOf(db, clientId);
    const asked = withVideo(metrics);
    const accounts = clientAccounts(db, { ...args, clientId });
    const periods = accounts.map((account) => levelPeriod(db, account, args.level, args, asked));
    const rows = periods.flatMap((period) => rowsOfLevel(db, period, args.parentId)).sort(orderOf(args));
    const known = new Map(
      [...Map.groupBy(periods, (period) => period.account.currency)].map(([currency, group]) => {
        const counted = group.filter((period) => period.covered > 0);
        return [currency, counted.length > 0 && counted.every((period) => period.previous !== null)];
      }),
    );
    const newest = periods.flatMap((period) => period.newestRead ?? []);
    return {
      rows: rows.map(({ row }) => row),
      totals: [...Map.groupBy(rows, ({ row }) => row.currency)].map(([currency, group]) =>
        totalsOf(currency, group, known.get(currency) === true),
      ),
      business: namesInfo(
        metrics,
        periods.map(({ account, names }) => ({ account, reading: names })),
      ),
      asOf: newest.length === 0 ? null : isoOrNull(Math.max(...newest)),
    };
  });
}

/** Largest spend first; rows without any at the end, by name. */
export function bySpend(a: EntityRow, b: EntityRow): number {
  return (b.current.spendMicros ?? -1) - (a.current.spendMicros ?? -1) || byName(a, b);
}

/** For client-safe views: the order by spend would tell which row cost more. */
export function byImpressions(a: EntityRow, b: EntityRow): number {
  return (b.current.impressions ?? -1) - (a.current.impressions ?? -1) || byName(a, b);
}

function byName(a: EntityRow, b: EntityRow): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.entityId < b.entityId ? -1 : 1;
}

function orderOf(args: Pick<ViewArgs, 'clientSafe'>): (a: RowWithTallies, b: RowWithTallies) => number {
  const order = args.clientSafe === true ? byImpressions : bySpend;
  return (a, b) => order(a.row, b.row);
}

function totalsOf(currency: string, rows: readonly RowWithTallies[], comparable: boolean): CurrencySums {
  const current = emptyTally();
  const previous = emptyTally();
  for (const row of rows) {
    if (row.current !== undefined) addTally(current, row.current);
    if (row.previous !== undefined) addTally(previous, row.previous);
  }
  const reasons = rows.map(({ row }) => (row.daysRead === 0 ? null : row.unlike));
  return {
    currency,
    current: toSums(current),
    previous: comparable ? toSums(previous) : null,
    unlike: reasons.find((reason) => reason === 'unfinished') ?? reasons.find((reason) => reason != null) ?? null,
    daysRead: Math.max(...rows.map(({ row }) => row.daysRead ?? 0)),
  };
}
