import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { ClientRow, ClientsView } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { fold, totalsByCurrency } from '../../ui/index.ts';

/** What the Clients screen shows, from what the engine answered. Pure. */
export const severity = (row: ClientRow): number =>
  row.attention === null ? 2 : row.attention.severity === 'failed' ? 0 : 1;

const mainSpend = (row: ClientRow): number => row.totals[0]?.current.spendMicros ?? -1;

/** The table's own order: clients that need a person first, then by spend. */
export const defaultOrder = (rows: readonly ClientRow[]): ClientRow[] =>
  [...rows].sort((a, b) => severity(a) - severity(b) || mainSpend(b) - mainSpend(a) || a.name.localeCompare(b.name));

/** The needs-attention list, worst first. */
export const attentionList = (
  rows: readonly ClientRow[],
): (ClientRow & { attention: NonNullable<ClientRow['attention']> })[] =>
  defaultOrder(rows).flatMap((row) => (row.attention === null ? [] : [{ ...row, attention: row.attention }]));

/** Clients whose name, city or id contains the text; diacritics do not matter. */
export const matching = (rows: readonly ClientRow[], filter: string): readonly ClientRow[] => {
  const text = fold(filter.trim());
  return text === ''
    ? rows
    : rows.filter((row) => fold(`${row.name} ${row.city ?? ''}`).includes(text) || row.id === filter.trim());
};

/** Totals of what is shown: the engine's own when nothing is filtered out. */
export const shownTotals = (view: ClientsView, shown: readonly ClientRow[]): ClientsView['totals'] =>
  shown.length === view.rows.length ? view.totals : totalsByCurrency(shown.flatMap((row) => row.totals));

/** A client's value of a metric for sorting: of its main currency. Null when there is none. */
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

/** '139 fresh · 2 stale · 1 failed', leaving out what there is none of. */
export const freshnessSummary = (rows: readonly ClientRow[]): string => {
  const count = (state: ClientRow['freshness']['state']): number =>
    rows.filter((row) => row.freshness.state === state).length;
  return (
    [
      ['fresh', count('fresh')],
      ['ageing', count('ageing')],
      ['stale', count('stale')],
      ['failed', count('failed')],
      ['never imported', count('never')],
    ] as const
  )
    .filter(([, number]) => number > 0)
    .map(([word, number]) => `${number} ${word}`)
    .join(' · ');
};

const stateNotes = {
  ok: null,
  expired: 'sign-in expired',
  disabled: 'ad account disabled',
  no_access: 'no access',
} as const;
/** What is wrong with a client's platform, for its badge. */
export const platformNote = (state: ClientRow['platforms'][number]['state']): string | null => stateNotes[state];

/** Why young data of a client must not look all right, null when it may: a failure, or a platform that cannot be read now. */
export const troubleOf = (row: Pick<ClientRow, 'attention' | 'platforms'>): string | null => {
  if (row.attention?.severity === 'failed') return row.attention.title;
  const broken = row.platforms.find((one) => one.state !== 'ok');
  return broken ? `${PLATFORM_LABELS[broken.platform].name} ${platformNote(broken.state)}` : null;
};
