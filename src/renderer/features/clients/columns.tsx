import { History } from 'lucide-react';
import { labelOf, METRICS, shortOf } from '../../../contract/metrics.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { ClientLink, Checkbox, cx, Freshness, PlatformBadge, Sparkline, type Column } from '../../ui/index.ts';
import { agesAtMost } from '../../ui/format.ts';
import { allowedMetrics } from '../../ui/client-safe.ts';
import { measureText } from '../../ui/measure.ts';
import { t } from '../../ui/text.ts';
import { Change, OwnerCell, PaceCell, PerCurrency, Tags } from './cells.tsx';
import { GRID_METRICS } from './csv.ts';
import { paddingOf, type Form } from './fit.ts';
import { grid } from './messages-grid.ts';
import { platformNote, readOf, sortChange, sortValue, troubleOf, worstPace } from './model.ts';

export type Look = {
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** The period was read for some client. */
  read: boolean;
  /** Clients spend in several currencies. */
  mixed: boolean;
  /** Some client's conversions are counted in parts: the whole column shows one decimal. */
  fractional: boolean;
  show: { owner: boolean; tags: boolean; pace: boolean };
  clientSafe: boolean;
  /** Rows are low: two lines of a name stand closer. */
  compact: boolean;
  form: Form;
  /** The widest text of each metric's column. */
  widest: Readonly<Record<GridMetric, readonly string[]>>;
  /** Clients an import of whom is under way or in line. */
  importing: ReadonlySet<string>;
};

type GridMetric = (typeof GRID_METRICS)[number];

/** Of a header's mark and of the arrow of its order, each with the gap before it. */
const MARK = 16;

/** What a metric's header says on pointing at it. */
const metricTip = (metric: string, settling: boolean, perCurrency: boolean): string =>
  settling
    ? t(perCurrency ? grid.settlingPerCurrencyTip : grid.settlingTip, { metric })
    : perCurrency
      ? t(grid.perCurrencyTip, { metric })
      : metric;

const pair = (metric: GridMetric, { read, mixed, importing, fractional, form, widest }: Look): Column<ClientRow>[] => {
  const { settling, unit } = METRICS[metric];
  const label = labelOf(METRICS[metric]);
  const perCurrency = unit === 'currency' && mixed;
  const short = shortOf(METRICS[metric]);
  const header = measureText(short) + (settling ? MARK : 0) + (form.tight ? 0 : MARK);
  const width = Math.ceil(Math.max(header, ...widest[metric].map(measureText))) + paddingOf(form);
  return [
    {
      id: metric,
      header: short,
      title: metricTip(label, settling === true, perCurrency),
      ...(settling ? { icon: History } : {}),
      width,
      align: 'end',
      value: (row) => sortValue(row, metric),
      ...(unit === 'currency' ? { currency: (row: ClientRow) => row.totals[0]?.currency ?? null } : {}),
      cell: (row) => (
        <PerCurrency row={row} metric={metric} read={read} importing={importing.has(row.id)} fractional={fractional} />
      ),
    },
    ...(metric === 'roas'
      ? []
      : [
          {
            id: `${metric}Change`,
            header: 'Δ',
            title: t(grid.changeOf, { metric: label.toLowerCase() }),
            width: CHANGE[metric] + paddingOf(form),
            align: 'end' as const,
            value: (row: ClientRow) => sortChange(row, metric),
            cell: (row: ClientRow) => <Change row={row} metric={metric} />,
          },
        ]),
  ];
};

/** A change is a signed percentage where it is not judged, else an arrow with it in a pill. */
const CHANGE = { spend: 54, conversions: 70, cpa: 70, roas: 70 } as const;

/** Of the shape of its state with the gap beside it, and of the longest age that hours and minutes have. */
const dataWidth = (): number => 22 + Math.ceil(Math.max(...agesAtMost().concat(t(grid.data)).map(measureText)));

const trend = (read: boolean, form: Form): Column<ClientRow> => {
  const width = form.tight ? 44 : 60;
  return {
    id: 'trend',
    header: t(grid.trend),
    title: t(grid.trendTip),
    width: width + paddingOf(form),
    cell: (row) => (
      <Sparkline values={row.trend ?? []} label="" width={width} read={readOf(row, row.totals[0], read)} />
    ),
  };
};

const pace = (form: Form): Column<ClientRow> => ({
  id: 'pace',
  header: t(grid.pace),
  title: t(grid.paceTip),
  width: 50 + paddingOf(form),
  align: 'end',
  value: (row) => worstPace(row)?.pace ?? null,
  cell: (row) => <PaceCell row={row} />,
});

const owner = (form: Form): Column<ClientRow> => ({
  id: 'owner',
  header: t(grid.owner),
  title: t(grid.ownerTip),
  width: (form.brief ? Math.ceil(measureText(t(grid.owner))) : 94) + paddingOf(form),
  value: (row) => row.owner ?? null,
  cell: (row) => <OwnerCell owner={row.owner ?? null} brief={form.brief} />,
});

const tags = (form: Form): Column<ClientRow> => ({
  id: 'tags',
  header: t(grid.tags),
  width: (form.brief ? Math.ceil(measureText(t(grid.tags))) : 114) + paddingOf(form),
  value: (row) => row.tags?.join(', ') || null,
  cell: (row) => <Tags tags={row.tags ?? []} brief={form.brief} />,
});

/** The grid of clients. Stable per look: cells close over nothing else. Owners and tags have a column once there are any. */
export const clientColumns = (look: Look): Column<ClientRow>[] => {
  const { selected, toggle, read, show, clientSafe, compact, form } = look;
  return [
    {
      id: 'select',
      header: '',
      title: t(grid.selected),
      width: 16 + paddingOf(form),
      cell: (row) => (
        <Checkbox
          tabIndex={-1}
          hideLabel
          label={t(grid.select, { client: row.name })}
          checked={selected.has(row.id)}
          onChange={() => toggle(row.id)}
        />
      ),
    },
    {
      id: 'name',
      header: t(grid.client),
      width: 144,
      grow: true,
      value: (row) => row.name,
      cell: (row) => (
        <ClientLink
          inGrid
          id={row.id}
          name={row.name}
          title={row.city ? `${row.name} • ${row.city}` : row.name}
          className={cx(
            'line-clamp-2 whitespace-normal! [overflow-wrap:anywhere]',
            compact ? 'leading-[14px]' : 'leading-4',
          )}
        />
      ),
    },
    {
      id: 'via',
      header: t(grid.via),
      title: t(grid.platforms),
      width: 46 + paddingOf(form),
      cell: (row) =>
        row.platforms.map((one) => (
          <PlatformBadge key={one.platform} platform={one.platform} note={platformNote(one.state)} />
        )),
    },
    ...(clientSafe ? [] : [trend(read, form)]),
    ...allowedMetrics(GRID_METRICS, clientSafe).flatMap((metric) => pair(metric, look)),
    ...(show.pace && !clientSafe ? [pace(form)] : []),
    {
      id: 'data',
      header: t(grid.data),
      title: t(grid.dataTip),
      width: dataWidth() + paddingOf(form),
      value: (row) => (row.freshness.lastImportedAt === null ? null : Date.parse(row.freshness.lastImportedAt)),
      cell: (row) => <Freshness freshness={row.freshness} trouble={troubleOf(row)} />,
    },
    ...(show.owner ? [owner(form)] : []),
    ...(show.tags ? [tags(form)] : []),
  ];
};
