import type { Account, Ad, Manager } from '../agency/entities.ts';
import { addSums, eachAdDay, emptySums, hasAnything, type Sums } from '../agency/ledger.ts';
import { isWithheld, type ReportLevel } from '../agency/revisions.ts';
import { splitSums, type Cell } from '../agency/split.ts';
import { dayStart, zoneDay, HOUR, type Day } from '../calendar.ts';
import type { World } from '../world.ts';
import { cellMaker, isSplitting } from './cells.ts';
import { checkEnums, checkFields, daysOf } from './check.ts';
import { passesCondition } from './conditions.ts';
import { ATTRIBUTES, type Subject } from './fields.ts';
import { METRICS, needsConversions } from './metrics.ts';
import type { Condition, Gaql } from './parse.ts';
import { columnsOf, isAccount, print, sorted, type Row } from './print.ts';
import { camel, DATE_SEGMENTS, dateSegment, SEGMENT_ENUMS } from './resources.ts';
import { VIEWS } from './views.ts';

/** All rows of a query, and how to print a part of them as the REST API does. */
export type Answer = {
  count: number;
  print: (from: number, to: number) => Record<string, unknown>[];
  fieldMask: string;
};

const LEVELS: Record<string, ReportLevel> = {
  customer: 'account',
  campaign: 'campaign',
  ad_group: 'ad_group',
  ad_group_ad: 'ad',
};
const BY_DAY: readonly string[] = [...DATE_SEGMENTS, 'segments.day_of_week'];
/** Where a row keeps the place of its view's cell among its segments. */
const VIEW = 'view';

/** Whose rows a question brings; a view's rows are those of what is selected beside it. */
function levelOf(query: Gaql): ReportLevel {
  const view = VIEWS[query.from];
  if (view === undefined) return LEVELS[query.from] ?? 'account';
  const names = [...query.select, ...query.where.map((condition) => condition.field)];
  if (view.perAdGroup || names.some((name) => name.startsWith('ad_group.'))) return 'ad_group';
  return names.some((name) => name.startsWith('campaign.')) ? 'campaign' : 'account';
}

/** Conditions on what only a cell of the view knows. */
const ofCell = (condition: Condition, query: Gaql): boolean =>
  VIEWS[query.from] !== undefined && new RegExp(`^(${query.from}|ad_group_criterion)\\.`).test(condition.field);

const meets = (subject: Subject, condition: Condition): boolean => {
  const attribute = ATTRIBUTES[condition.field];
  return attribute === undefined || passesCondition(condition, attribute.get(subject), attribute.values);
};

/** Runs a parsed query for one customer. `children` are the accounts below a manager, with their level. */
export function runGaql(
  world: World,
  query: Gaql,
  customer: Account | Manager,
  children: readonly { customer: Account | Manager; level: number }[],
  asOf: number,
): Answer {
  checkFields(query, !isAccount(customer));
  checkEnums(query);
  const today = zoneDay(customer.timezone, asOf);
  const { range, test } = daysOf(query, today);
  const segments = query.select.filter((name) => name.startsWith('segments.'));
  const metrics = query.select.filter((name) => name.startsWith('metrics.'));
  const subjects = subjectsOf(query, customer, children, today, asOf).filter((subject) =>
    query.where.every((condition) => ofCell(condition, query) || meets(subject, condition)),
  );
  const isView = VIEWS[query.from] !== undefined;
  const filtersMetrics = query.where.some((condition) => condition.field.startsWith('metrics.'));
  let rows: Row[];
  if (segments.length === 0 && metrics.length === 0 && !filtersMetrics && !isView)
    rows = subjects.map((subject) => ({ subject, segments: {}, sums: emptySums(0) }));
  else if (!isAccount(customer)) rows = [];
  else {
    const conversions = [...query.select, ...query.where.map((c) => c.field)].some((name) => needsConversions(name));
    rows = sumUp(world, query, customer, subjects, segments, range, test, asOf, conversions);
    // Without a segment every entity comes back, zeros included; with one, only rows where something happened.
    if (segments.length > 0 || isView)
      rows = rows.filter((row) =>
        metrics.length === 0
          ? hasAnything(row.sums)
          : metrics.some((name) => (METRICS[name]?.get(row.sums, customer) ?? 0) !== 0),
      );
    for (const condition of query.where) {
      const metric = METRICS[condition.field];
      if (metric !== undefined)
        rows = rows.filter((row) => passesCondition(condition, metric.get(row.sums, customer), undefined));
    }
  }
  const ordered = sorted(rows, query, customer);
  const limited = query.limit === null ? ordered : ordered.slice(0, query.limit);
  const columns = columnsOf(query, customer);
  return {
    count: limited.length,
    print: (from, to) => limited.slice(from, to).map((row) => print(row, columns)),
    fieldMask: query.select.map(camel).join(','),
  };
}

function subjectsOf(
  query: Gaql,
  customer: Account | Manager,
  children: readonly { customer: Account | Manager; level: number }[],
  today: Day,
  asOf: number,
): Subject[] {
  if (query.from === 'customer') return [{ customer, today }];
  if (query.from === 'customer_client') return children.map((client) => ({ customer, client, today }));
  if (!isAccount(customer)) return [];
  if (query.from === 'conversion_action') return customer.conversionKinds.map((kind) => ({ customer, kind, today }));
  const exists = (entity: { from: Day }): boolean => dayStart(customer.timezone, entity.from) - 6 * HOUR <= asOf;
  const campaigns = customer.campaigns.filter(exists);
  const level = levelOf(query);
  if (level === 'account') return [{ customer, today }];
  if (level === 'campaign') return campaigns.map((campaign) => ({ customer, campaign, today }));
  const groups = campaigns.flatMap((campaign) =>
    campaign.adGroups.map((group) => ({ customer, campaign, group, today })),
  );
  if (level === 'ad_group') return groups;
  return groups.flatMap((subject) => subject.group.ads.filter(exists).map((ad) => ({ ...subject, ad })));
}

function sumUp(
  world: World,
  query: Gaql,
  account: Account,
  subjects: readonly Subject[],
  segments: readonly string[],
  range: { from: Day; to: Day },
  test: (day: Day) => boolean,
  asOf: number,
  conversions: boolean,
): Row[] {
  const level = levelOf(query);
  const idOf = (ad: Ad): string =>
    level === 'account'
      ? account.id
      : level === 'campaign'
        ? ad.campaign.id
        : level === 'ad_group'
          ? ad.adGroup.id
          : ad.id;
  const bySubject = new Map(
    subjects.map((subject) => [subject.ad?.id ?? subject.group?.id ?? subject.campaign?.id ?? account.id, subject]),
  );
  const view = VIEWS[query.from];
  const viewCells = view?.cells(account) ?? [];
  const rows = new Map<string, Row>();
  if (segments.length === 0 && view === undefined)
    for (const [id, subject] of bySubject)
      rows.set(id, { subject, segments: {}, sums: emptySums(account.conversionKinds.length) });
  const dated = segments.filter((name) => BY_DAY.includes(name));
  const split = segments.filter(isSplitting);
  const byAction = segments.some((name) => name.startsWith('segments.conversion_action'));
  const cellConditions = query.where.filter((condition) => ofCell(condition, query));
  const conditions = query.where.filter(
    (c) => c.field.startsWith('segments.') && !(DATE_SEGMENTS as readonly string[]).includes(c.field),
  );
  const collect = (id: string, subject: Subject, values: Record<string, string>, sums: Sums): void => {
    if (conditions.some((c) => !passesCondition(c, values[c.field], SEGMENT_ENUMS[c.field]))) return;
    const cell = values[VIEW];
    const key =
      segments.length === 0 && cell === undefined ? id : `${id} ${names.map((name) => values[name]).join(' ')}`;
    let row = rows.get(key);
    if (row === undefined) {
      const inCell = cell === undefined ? undefined : viewCells[Number(cell)]?.[0];
      row = {
        subject: inCell === undefined ? subject : { ...subject, cell: inCell },
        segments: values,
        sums: emptySums(account.conversionKinds.length),
      };
      rows.set(key, row);
    }
    addSums(row.sums, sums);
  };
  const names = view === undefined ? segments : [...segments, VIEW];
  const cellsFor = cellMaker(split, asOf);
  const inView = (cells: readonly Cell[]): readonly Cell[] =>
    view === undefined
      ? cells
      : cells.flatMap((cell) =>
          viewCells.map(([, weight], i) => ({
            labels: { ...cell.labels, [VIEW]: String(i) },
            weight: cell.weight * weight,
          })),
        );
  eachAdDay(
    world.agency,
    account,
    range.from,
    range.to,
    asOf,
    { conversions: conversions || byAction },
    (ad, day, sums) => {
      if (!test(day)) return;
      const id = idOf(ad);
      const subject = bySubject.get(id);
      if (subject === undefined || isWithheld(world.agency.revisions, account, level, id, day, asOf)) return;
      const values: Record<string, string> = {};
      for (const name of dated) values[name] = dateSegment(name, day);
      let parts: { values: Record<string, string>; sums: Sums }[] = [{ values, sums }];
      if (split.length > 0 || view !== undefined) {
        if (view?.withoutChannel === ad.campaign.channel) return;
        const cells = inView(cellsFor(ad, day));
        const pieces = splitSums(sums, { ad, day }, cells, { fine: false, dropResults: false });
        parts = cells
          .map((cell, i) => ({ values: { ...values, ...cell.labels }, sums: pieces[i] ?? emptySums(0) }))
          .filter((part) => hasAnything(part.sums));
      }
      for (const part of parts) {
        if (!byAction) collect(id, subject, part.values, part.sums);
        else
          account.conversionKinds.forEach((kind, k) => {
            const only = emptySums(account.conversionKinds.length);
            const result = part.sums.results[k];
            const target = only.results[k];
            if (result === undefined || target === undefined || result.countMicros === 0) return;
            target.countMicros = result.countMicros;
            target.valueMicros = result.valueMicros;
            const named = {
              'segments.conversion_action': `customers/${account.id}/conversionActions/${kind.actionId}`,
              'segments.conversion_action_name': kind.actionName,
              'segments.conversion_action_category': kind.category,
            };
            collect(id, subject, { ...part.values, ...named }, only);
          });
      }
    },
  );
  return [...rows.values()].filter((row) => cellConditions.every((condition) => meets(row.subject, condition)));
}
