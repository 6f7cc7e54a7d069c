import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { ClientRow, ClientsView } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { fold, totalsByCurrency } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** What the Clients screen shows, from what the engine answered. Pure. */
export type Attention = NonNullable<ClientRow['attention']>;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** 0 = worst: a client whose data does not come in, then one that needs a look. */
export const severity = (row: ClientRow): number =>
  row.attention === null ? 2 : row.attention.severity === 'failed' ? 0 : 1;

/**
 * Order of currencies, so that amounts are only ever compared within one: the one most clients spend in first.
 * Never by amount: 5,000 JPY is not more than 400 EUR.
 */
export function currencyRanks(rows: readonly ClientRow[]): ReadonlyMap<string, number> {
  const clients = new Map<string, number>();
  for (const row of rows) {
    const currency = row.totals[0]?.currency;
    if (currency !== undefined) clients.set(currency, (clients.get(currency) ?? 0) + 1);
  }
  return new Map(
    [...clients]
      .sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
      .map(([currency], rank) => [currency, rank]),
  );
}

const spendOf = (row: ClientRow): number => row.totals[0]?.current.spendMicros ?? -1;
const rankOf = (row: ClientRow, ranks: ReadonlyMap<string, number>): number =>
  ranks.get(row.totals[0]?.currency ?? '') ?? Number.MAX_SAFE_INTEGER;

/** The table's own order: clients that need a person first, then by currency and spend within it. */
export const defaultOrder = (rows: readonly ClientRow[]): ClientRow[] => {
  const ranks = currencyRanks(rows);
  const keyed = rows.map((row) => ({ row, severity: severity(row), rank: rankOf(row, ranks), spend: spendOf(row) }));
  return keyed
    .sort(
      (a, b) =>
        a.severity - b.severity || a.rank - b.rank || b.spend - a.spend || collator.compare(a.row.name, b.row.name),
    )
    .map((one) => one.row);
};

/** From so many on, clients that wait for the same sign-in are one line. */
const TOGETHER = 3;

/**
 * The needs-attention list, worst first. Many clients that one sign-in would mend are one line, the first of them with the number of `others`:
 * their lines would push everything else out of sight.
 */
export const attentionList = (
  ordered: readonly ClientRow[],
): { row: ClientRow; attention: Attention; others: number }[] => {
  const signIn = ({ attention }: ClientRow): string | null =>
    attention?.action === 'sign_in_again' ? attention.connectionId : null;
  const waiting = Map.groupBy(ordered, signIn);
  return ordered.flatMap((row) => {
    const { attention } = row;
    if (attention === null) return [];
    const connectionId = signIn(row);
    const together = connectionId === null ? [] : (waiting.get(connectionId) ?? []);
    const folded = together.length >= TOGETHER;
    if (folded && together[0] !== row) return [];
    // Where the ad account is called like the client, its name would be said twice.
    const own = `${row.name}: `;
    const body = attention.body.startsWith(own) ? attention.body.slice(own.length) : attention.body;
    return [{ row, attention: { ...attention, body }, others: folded ? together.length - 1 : 0 }];
  });
};

/** Totals of what is shown, the currency of most clients first: the engine's own when nothing is filtered out. */
export const shownTotals = (view: ClientsView, shown: readonly ClientRow[]): ClientsView['totals'] => {
  const totals = shown.length === view.rows.length ? view.totals : totalsByCurrency(shown.flatMap((row) => row.totals));
  const ranks = currencyRanks(view.rows);
  const rank = ({ currency }: { currency: string }): number => ranks.get(currency) ?? ranks.size;
  return totals.toSorted((a, b) => rank(a) - rank(b));
};

/** A client's value of a metric, of its main currency. Null when there is none. */
export const sortValue = (row: ClientRow, key: MetricKey): number | null => {
  const main = row.totals[0];
  return main ? METRICS[key].derive(main.current) : null;
};

/** Relative change for sorting a Δ column; null when there is nothing to compare. */
export const sortChange = (row: ClientRow, key: MetricKey): number | null => {
  const main = row.totals[0];
  if (!main?.previous) return null;
  const now = METRICS[key].derive(main.current);
  const before = METRICS[key].derive(main.previous);
  return now === null || before === null || before === 0 ? null : (now - before) / Math.abs(before);
};

/** How a client's data stands: what keeps it from being read comes before its age. */
export type DataState = 'fresh' | 'ageing' | 'stale' | 'failed' | 'blocked' | 'never';
export function dataState(row: Pick<ClientRow, 'attention' | 'platforms' | 'freshness'>): DataState {
  if (row.freshness.state === 'failed' || row.attention?.severity === 'failed') return 'failed';
  if (row.platforms.some((one) => one.state !== 'ok')) return 'blocked';
  return row.freshness.state;
}

const COUNTED = {
  fresh: m.countFresh,
  ageing: m.countAgeing,
  stale: m.countStale,
  failed: m.countFailed,
  blocked: m.countBlocked,
  never: m.countNever,
} as const;
const STATES = Object.keys(COUNTED) as DataState[];

/** '139 fresh · 2 stale · 1 failed', leaving out what there is none of; a client in trouble is never among the fresh ones. */
export const freshnessSummary = (rows: readonly ClientRow[]): string => {
  const counts = Map.groupBy(rows, dataState);
  return STATES.flatMap((state) => {
    const clients = counts.get(state)?.length ?? 0;
    return clients > 0 ? [t(COUNTED[state], { clients })] : [];
  }).join(' · ');
};

/**
 * The oldest and the newest read of clients whose data is fresh: one that was just imported does not speak for the others, and what is
 * older is counted by `freshnessSummary`. Without a fresh client, of all that were read; null when none was.
 */
export const readSpan = (rows: readonly Pick<ClientRow, 'freshness'>[]): { oldest: string; newest: string } | null => {
  const times = (of: readonly Pick<ClientRow, 'freshness'>[]): string[] =>
    of.flatMap(({ freshness }) => freshness.lastImportedAt ?? []).toSorted();
  const fresh = times(rows.filter(({ freshness }) => freshness.state === 'fresh'));
  const all = fresh.length > 0 ? fresh : times(rows);
  const [oldest, newest] = [all[0], all.at(-1)];
  return oldest === undefined || newest === undefined ? null : { oldest, newest };
};

/** 'Data as of 12 Oct, 02:04 to 14:05': how old the figures of all clients are. Of a past day only the newest read is known. */
export const asOfWords = (
  data: Pick<ClientsView, 'rows' | 'asOf'>,
  asKnownOn: string | null,
  instant: (at: string) => string,
): string | null => {
  if (data.asOf === null) return null;
  const span = asKnownOn === null ? readSpan(data.rows) : null;
  const [oldest, newest] = [instant(span?.oldest ?? data.asOf), instant(span?.newest ?? data.asOf)];
  return oldest === newest ? t(m.dataAsOf, { instant: newest }) : t(m.dataBetween, { oldest, newest });
};

/** Whether a dash of a client means that nothing was reported: somebody asked its platforms about these days. */
export const readOf = (
  row: Pick<ClientRow, 'freshness'>,
  total: Pick<ClientRow['totals'][number], 'daysRead'> | undefined,
  read: boolean,
): boolean => (total?.daysRead === undefined ? read && row.freshness.state !== 'never' : total.daysRead > 0);

/** Clients that were imported, but none of whose ad accounts was ever asked about the days that are shown. */
export const neverRead = (rows: readonly ClientRow[]): string[] =>
  rows.flatMap((row) =>
    row.freshness.lastImportedAt !== null && row.totals.length > 0 && row.totals.every((total) => total.daysRead === 0)
      ? [row.id]
      : [],
  );

const stateNotes = { ok: null, expired: m.noteExpired, disabled: m.noteDisabled, no_access: m.noteNoAccess } as const;
/** What is wrong with a client's platform, for its badge. */
export const platformNote = (state: ClientRow['platforms'][number]['state']): string | null => {
  const note = stateNotes[state];
  return note && t(note);
};

/** Why young data of a client must not look all right, null when it may: a failure, or a platform that cannot be read now. */
export const troubleOf = (row: Pick<ClientRow, 'attention' | 'platforms'>): string | null => {
  if (row.attention?.severity === 'failed') return row.attention.title;
  const broken = row.platforms.find((one) => one.state !== 'ok');
  return broken ? t(m.trouble, { platform: PLATFORM_LABELS[broken.platform].name, state: broken.state }) : null;
};

// Budgets.

type Pace = NonNullable<ClientRow['paces']>[number];
/** From here on a month is off its pace. */
const AHEAD = 1.1;
const BEHIND = 0.8;

export const paceState = (pace: number | null): 'ahead' | 'behind' | 'on' | 'unknown' =>
  pace === null ? 'unknown' : pace > AHEAD ? 'ahead' : pace < BEHIND ? 'behind' : 'on';

/** The budget of a client that is furthest off its pace, null without a budget. */
export const worstPace = (row: Pick<ClientRow, 'paces'>): Pace | null =>
  (row.paces ?? []).reduce<Pace | null>(
    (worst, one) => (worst === null || Math.abs((one.pace ?? 1) - 1) > Math.abs((worst.pace ?? 1) - 1) ? one : worst),
    null,
  );

// Filters.

export const STATUSES = {
  attention: m.statusAttention,
  fresh: m.statusFresh,
  ageing: m.statusAgeing,
  stale: m.statusStale,
  failed: m.statusFailed,
  blocked: m.statusBlocked,
  never: m.statusNever,
} as const;
export type StatusFilter = keyof typeof STATUSES;
export type Filters = {
  filter?: string | undefined;
  status?: StatusFilter | undefined;
  owner?: string | undefined;
  tag?: string | undefined;
};
/** Stands for clients nobody looks after. */
export const NOBODY = '-';

const folded = new WeakMap<ClientRow, string>();
const textOf = (row: ClientRow): string => {
  const known = folded.get(row);
  if (known !== undefined) return known;
  const text = fold(`${row.name} ${row.city ?? ''}`);
  folded.set(row, text);
  return text;
};

/** Clients that pass every filter; the text matches name, city or id, and diacritics do not matter. */
export const matching = (rows: readonly ClientRow[], filters: Filters): readonly ClientRow[] => {
  const wanted = filters.filter?.trim() ?? '';
  const text = fold(wanted);
  const { status, owner, tag } = filters;
  if (text === '' && status === undefined && owner === undefined && tag === undefined) return rows;
  return rows.filter(
    (row) =>
      (text === '' || textOf(row).includes(text) || row.id === wanted) &&
      (status === undefined || (status === 'attention' ? row.attention !== null : dataState(row) === status)) &&
      (owner === undefined || (owner === NOBODY ? (row.owner ?? null) === null : row.owner === owner)) &&
      (tag === undefined || row.tags?.includes(tag) === true),
  );
};

/** How many filters are on, for 'No clients match 3 filters.' */
export const filterCount = ({ filter, status, owner, tag }: Filters): number =>
  [filter?.trim() || undefined, status, owner, tag].filter((one) => one !== undefined).length;
