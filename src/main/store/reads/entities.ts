import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import type { Sums } from '../../../contract/primitives.ts';
import { isoOrNull, millionths } from '../codes.ts';
import { first, snapshot, type Db } from '../db.ts';
import type { CurrencySums, ViewArgs } from './clients.ts';
import { levelPeriod, rowsOfLevel, type EntityLevel } from './entity-rows.ts';
import { clientAccounts } from './health.ts';
import { addTally, emptyTally, toSums, type Tally } from './sums.ts';

/** The campaigns, ad groups or ads of a client with both periods, largest spend first; null when there is no such client. */
export function entitiesView(
  db: Db,
  args: ViewArgs & { clientId: string; level: EntityLevel; parentId: string | null },
): EntitiesView | null {
  return snapshot(db, () => {
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', Number(args.clientId)) === undefined) return null;
    const accounts = clientAccounts(db, { ...args, clientId: Number(args.clientId) });
    const periods = accounts.map((account) => levelPeriod(db, account, args.level, args));
    const rows = periods.flatMap((period) => rowsOfLevel(db, period, args.parentId)).sort(bySpend);
    const known = new Map(
      [...Map.groupBy(periods, (period) => period.account.currency)].map(([currency, group]) => {
        const counted = group.filter((period) => period.covered);
        return [currency, counted.length > 0 && counted.every((period) => period.previous !== null)];
      }),
    );
    const newest = periods.flatMap((period) => period.newestRead ?? []);
    return {
      rows,
      totals: [...Map.groupBy(rows, (row) => row.currency)].map(([currency, group]) =>
        totalsOf(currency, group, known.get(currency) === true),
      ),
      asOf: newest.length === 0 ? null : isoOrNull(Math.max(...newest)),
    };
  });
}

/** Largest spend first; rows without any at the end, by name. */
export function bySpend(a: EntityRow, b: EntityRow): number {
  return (
    (b.current.spendMicros ?? -1) - (a.current.spendMicros ?? -1) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : a.entityId < b.entityId ? -1 : 1)
  );
}

function totalsOf(currency: string, rows: readonly EntityRow[], comparable: boolean): CurrencySums {
  const current = emptyTally();
  const previous = emptyTally();
  for (const row of rows) {
    addTally(current, tallyOf(row.current));
    if (row.previous !== null) addTally(previous, tallyOf(row.previous));
  }
  return { currency, current: toSums(current), previous: comparable ? toSums(previous) : null };
}

function tallyOf(sums: Sums): Tally {
  const { conversions, spendMicros = null, named: _, ...rest } = sums;
  return { ...rest, spendMicros, conversionsMillionths: conversions === null ? null : millionths(conversions) };
}
