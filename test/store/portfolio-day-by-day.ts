import type { ClientRow, ClientsView } from '../../src/contract/dashboards.ts';
import { addDays, dayInZone, dayToInt, eachDayInt } from '../../src/main/domain/days.ts';
import { costWorse, RIPE_AFTER_DAYS, RIPE_DAYS } from '../../src/main/domain/suggestions.ts';
import { fromMillionths, isoOrNull } from '../../src/main/store/codes.ts';
import { all, first, type Db } from '../../src/main/store/db.ts';
import {
  accountPeriod,
  byCurrency,
  currencyTotals,
  type AccountPeriod,
  type ViewArgs,
} from '../../src/main/store/reads/account-periods.ts';
import { allBusinessMetrics, allGoals } from '../../src/main/store/reads/client-profile.ts';
import { attentionOf, clientAccounts, clientFreshness, type ClientAccount } from '../../src/main/store/reads/health.ts';
import { paceOf } from '../../src/main/store/reads/pace.ts';
import { parseProblem } from '../../src/main/store/reads/parse.ts';
import {
  costTitle,
  costWords,
  performanceAttention,
  ripeRanges,
  stillComing,
} from '../../src/main/store/reads/performance.ts';
import { addTally, emptyTally } from '../../src/main/store/reads/sums.ts';

/**
 * The list of clients read account by account and day by day, as it was before SQLite added it up: what the list must go on telling.
 * Only what depends on figures; names, owners and tags are left out.
 */
export type DayByDay = {
  rows: Pick<ClientRow, 'id' | 'totals' | 'trend' | 'trendCurrency' | 'freshness' | 'attention' | 'paces'>[];
  totals: ClientsView['totals'];
  asOf: string | null;
};

export function clientsDayByDay(db: Db, view: ViewArgs): DayByDay {
  const [goals, names] = [allGoals(db), allBusinessMetrics(db)];
  const accountsOf = (platforms: ViewArgs['platforms']) =>
    Map.groupBy(
      clientAccounts(db, { ...view, platforms, clientId: null }).map((account) => withLastImport(db, account)),
      (account) => account.clientId,
    );
  const [shown, spending] = [accountsOf(view.platforms), accountsOf(null)];
  const days = eachDayInt(view.range.from, view.range.to);
  const everything: AccountPeriod[] = [];
  const rows = all<{ id: number }>(db, 'SELECT id FROM client WHERE archived_at IS NULL ORDER BY name_key').map(
    ({ id }): DayByDay['rows'][number] => {
      const own = shown.get(id) ?? [];
      const periods = own.map((account) => accountPeriod(db, account, view, names.get(id) ?? []));
      everything.push(...periods);
      const main = byCurrency(periods).entries().next().value;
      const paces = (goals.get(id) ?? []).flatMap((goal) => paceOf(db, goal, spending.get(id) ?? [], view) ?? []);
      const ofFigures = (): ClientRow['attention'] => {
        const change = costChange(periods, view);
        return change ?? performanceAttention([], paces, view);
      };
      return {
        id: String(id),
        totals: currencyTotals(periods, view.range),
        trend: days.map((day) => (main === undefined ? null : spendOn(main[1], day))),
        trendCurrency: main?.[0] ?? null,
        freshness: clientFreshness(own, view.now),
        attention: attentionOf(own, view.now) ?? (view.asKnownOn == null ? ofFigures() : null),
        paces,
      };
    },
  );
  const newest = everything.flatMap((period) => period.ledger.newestRead ?? []);
  return {
    rows,
    totals: currencyTotals(everything, view.range),
    asOf: newest.length === 0 ? null : isoOrNull(Math.max(...newest)),
  };
}

function withLastImport(db: Db, account: ClientAccount): ClientAccount {
  const read = all<{ at: number }>(
    db,
    'SELECT read_at AS at FROM coverage WHERE ad_account_key = ? AND level = 0 ORDER BY day DESC LIMIT 40',
    account.key,
  );
  const run = first<{ status: string; problem: string | null }>(
    db,
    `SELECT status, problem FROM import_run WHERE ad_account_key = ? AND status IN ('succeeded', 'partial', 'failed')
     ORDER BY queued_at DESC, rowid DESC LIMIT 1`,
    account.key,
  );
  return {
    ...account,
    lastImportedAt: read.length === 0 ? null : Math.max(...read.map((row) => row.at)),
    lastRun: run === undefined ? null : { status: run.status, problem: parseProblem(run.problem) },
  };
}

function spendOn(periods: readonly AccountPeriod[], day: number): number | null {
  const told = periods.flatMap(({ days }) => days.get(day)?.spendMicros ?? []);
  return told.length === 0 ? null : told.reduce((a, b) => a + b);
}

/** Day for day until the first that is too young; one day not read to its end and nothing is said. */
function ripeSums(periods: readonly AccountPeriod[], view: ViewArgs) {
  if (view.compare === null) return null;
  const before = eachDayInt(view.compare.from, view.compare.to);
  const counted = periods.filter((period) => period.known);
  const youngest = counted
    .map(({ account }) => addDays(dayInZone(account.knownAt ?? view.now, account.timezone), -RIPE_AFTER_DAYS))
    .toSorted()[0];
  const [current, previous] = [emptyTally(), emptyTally()];
  const until = youngest === undefined ? 0 : dayToInt(youngest);
  let days = 0;
  for (const [index, now] of eachDayInt(view.range.from, view.range.to).entries()) {
    const then = before[index];
    if (now >= until || then === undefined) break;
    for (const one of counted) {
      const states = [one.ledger.state(now), one.previousLedger?.state(then)];
      if (states.some((state) => state === undefined || state === 'missing' || state === 'partial')) return null;
      const [a, b] = [one.days.get(now), one.previousDays.get(then)];
      if (a !== undefined) addTally(current, a);
      if (b !== undefined) addTally(previous, b);
    }
    days += 1;
  }
  return days < RIPE_DAYS ? null : { days, current, previous };
}

function costChange(periods: readonly AccountPeriod[], view: ViewArgs): ClientRow['attention'] {
  const groups = [...byCurrency(periods)];
  for (const [currency, group] of groups) {
    const ripe = ripeSums(group, view);
    if (ripe === null || view.compare === null) continue;
    const [now, before] = [ripe.current, ripe.previous].map((tally) => ({
      spendMicros: tally.spendMicros,
      conversions: fromMillionths(tally.conversionsMillionths),
    })) as [Spent, Spent];
    const worse = costWorse(now, before);
    if (worse === null) continue;
    const conversions = { now: now.conversions ?? 0, before: before.conversions ?? 0 };
    const ranges = ripeRanges({ range: view.range, compare: view.compare }, ripe.days);
    const settling = stillComing(group, ranges.over.a.to, view);
    const change = { currency, oneOfSeveral: groups.length > 1, worse, conversions, ...ranges, settling };
    return {
      severity: 'warning',
      title: costTitle(change),
      body: costWords(change),
      action: 'compare',
      connectionId: null,
      currency,
      over: ranges.over,
    };
  }
  return null;
}

type Spent = { spendMicros: number | null; conversions: number | null };
