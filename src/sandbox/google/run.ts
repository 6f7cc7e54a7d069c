import type { Account, Ad, Manager } from '../agency/entities.ts';
import { addSums, eachAdDay, emptySums, hasAnything, type Sums } from '../agency/ledger.ts';
import { isWithheld, type ReportLevel } from '../agency/revisions.ts';
import { splitSums, type Cell } from '../agency/split.ts';
import { dayStart, zoneDay, HOUR, type Day } from '../calendar.ts';
import type { World } from '../world.ts';
import { checkEnums, checkFields, daysOf, passesCondition } from './check.ts';
import { ATTRIBUTES, camel, DATE_SEGMENTS, dateSegment, SEGMENT_ENUMS, type Subject } from './fields.ts';
import { METRICS, needsConversions } from './metrics.ts';
import type { Gaql } from './parse.ts';

type Row = { subject: Subject; segments: Record<string, string>; sums: Sums };
/** All rows of a query, and how to print a part of them as the REST API does. */
export type Answer = {
  count: number;
  print: (from: number, to: number) => Record<string, unknown>[];
  fieldMask: string;
};

const isAccount = (customer: Account | Manager): customer is Account => 'campaigns' in customer;
const REPORT_LEVEL: Record<string, ReportLevel> = {
  customer: 'account',
  campaign: 'campaign',
  ad_group: 'ad_group',
  ad_group_ad: 'ad',
};
const BY_DAY: readonly string[] = [...DATE_SEGMENTS, 'segments.day_of_week'];

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
    query.where.every((condition) => {
      const attribute = ATTRIBUTES[condition.field];
      return attribute === undefined || passesCondition(condition, attribute.get(subject), attribute.values);
    }),
  );
  const filtersMetrics = query.where.some((condition) => condition.field.startsWith('metrics.'));
  let rows: Row[];
  if (segments.length === 0 && metrics.length === 0 && !filtersMetrics)
    rows = subjects.map((subject) => ({ subject, segments: {}, sums: emptySums(0) }));
  else if (!isAccount(customer)) rows = [];
  else {
    const conversions = [...query.select, ...query.where.map((c) => c.field)].some((name) => needsConversions(name));
    rows = sumUp(world, query, customer, subjects, segments, range, test, asOf, conversions);
    // Without a segment every entity comes back, zeros included; with one, only rows where something happened.
    if (segments.length > 0)
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
  if (query.from === 'campaign') return campaigns.map((campaign) => ({ customer, campaign, today }));
  const groups = campaigns.flatMap((campaign) =>
    campaign.adGroups.map((group) => ({ customer, campaign, group, today })),
  );
  if (query.from === 'ad_group') return groups;
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
  const level = query.from;
  const idOf = (ad: Ad): string =>
    level === 'customer'
      ? account.id
      : level === 'campaign'
        ? ad.campaign.id
        : level === 'ad_group'
          ? ad.adGroup.id
          : ad.id;
  const bySubject = new Map(
    subjects.map((subject) => [subject.ad?.id ?? subject.group?.id ?? subject.campaign?.id ?? account.id, subject]),
  );
  const reportLevel = REPORT_LEVEL[level] ?? 'account';
  const rows = new Map<string, Row>();
  if (segments.length === 0)
    for (const [id, subject] of bySubject)
      rows.set(id, { subject, segments: {}, sums: emptySums(account.conversionKinds.length) });
  const dated = segments.filter((name) => BY_DAY.includes(name));
  const split = segments.filter(
    (name) => name === 'segments.device' || name === 'segments.ad_network_type' || name === 'segments.hour',
  );
  const byAction = segments.some((name) => name.startsWith('segments.conversion_action'));
  const conditions = query.where.filter(
    (c) => c.field.startsWith('segments.') && !(DATE_SEGMENTS as readonly string[]).includes(c.field),
  );
  const collect = (id: string, subject: Subject, values: Record<string, string>, sums: Sums): void => {
    if (conditions.some((c) => !passesCondition(c, values[c.field], SEGMENT_ENUMS[c.field]))) return;
    const key = segments.length === 0 ? id : `${id} ${segments.map((name) => values[name]).join(' ')}`;
    let row = rows.get(key);
    if (row === undefined) {
      row = { subject, segments: values, sums: emptySums(account.conversionKinds.length) };
      rows.set(key, row);
    }
    addSums(row.sums, sums);
  };
  const cellsByChannel = new Map<string, Cell[]>();
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
      if (subject === undefined || isWithheld(world.agency.revisions, account, reportLevel, id, day, asOf)) return;
      const values: Record<string, string> = {};
      for (const name of dated) values[name] = dateSegment(name, day);
      let parts: { values: Record<string, string>; sums: Sums }[] = [{ values, sums }];
      if (split.length > 0) {
        const { channel } = ad.campaign;
        const cells = cellsByChannel.get(channel) ?? cellsOf(split, channel);
        cellsByChannel.set(channel, cells);
        const pieces = splitSums(sums, ad, cells, false, false);
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
  return [...rows.values()];
}

function cellsOf(names: readonly string[], channel: string): Cell[] {
  let cells: Cell[] = [{ labels: {}, weight: 1 }];
  for (const name of names) {
    const values: (readonly [string, number])[] =
      name === 'segments.device'
        ? [
            ['MOBILE', 62],
            ['DESKTOP', 31],
            ['TABLET', 5],
            ['CONNECTED_TV', channel === 'VIDEO' ? 12 : 0.2],
          ]
        : name === 'segments.hour'
          ? Array.from({ length: 24 }, (_, hour) => [String(hour), hour < 6 ? 0.6 : hour < 18 ? 4 : 7] as const)
          : channel === 'SEARCH' || channel === 'SHOPPING'
            ? [
                ['SEARCH', 88],
                ['SEARCH_PARTNERS', 12],
              ]
            : channel === 'VIDEO'
              ? [
                  ['YOUTUBE', 95],
                  ['CONTENT', 5],
                ]
              : [['CONTENT', 100]];
    cells = cells.flatMap((cell) =>
      values.map(([label, weight]) => ({ labels: { ...cell.labels, [name]: label }, weight: cell.weight * weight })),
    );
  }
  return cells;
}

function sorted(rows: Row[], query: Gaql, customer: Account | Manager): Row[] {
  if (query.orderBy.length === 0) return rows;
  const value = (row: Row, name: string): string | number => {
    const metric = METRICS[name];
    if (metric !== undefined && isAccount(customer)) return metric.get(row.sums, customer);
    const attribute = ATTRIBUTES[name];
    const raw = attribute === undefined ? row.segments[name] : attribute.get(row.subject);
    if (attribute?.type === 'int64') return Number(raw);
    if (attribute?.values !== undefined) return attribute.values.indexOf(String(raw));
    return typeof raw === 'number' ? raw : typeof raw === 'string' ? raw : JSON.stringify(raw ?? '');
  };
  return rows.toSorted((a, b) => {
    for (const { field, descending } of query.orderBy) {
      const x = value(a, field);
      const y = value(b, field);
      if (x !== y) return (x < y ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  });
}

type Column = { path: readonly string[]; read: (row: Row) => unknown };

/** How each row of a query is printed, worked out once: a long answer has tens of thousands of rows. */
function columnsOf(query: Gaql, customer: Account | Manager): Column[] {
  const names = [...new Set([query.from, ...query.select.map((name) => name.split('.')[0] ?? '')])]
    // Each resource in a row carries its resource name whether selected or not.
    .map((table) => `${table}.resource_name`)
    .filter((name) => ATTRIBUTES[name] !== undefined);
  if (query.select.some((name) => name.startsWith('ad_group_ad.ad.'))) names.push('ad_group_ad.ad.resource_name');
  return [...new Set([...names, ...query.select])].map((name) => ({
    path: camel(name).split('.'),
    read: reader(name, customer),
  }));
}

function reader(name: string, customer: Account | Manager): (row: Row) => unknown {
  const metric = METRICS[name];
  const attribute = ATTRIBUTES[name];
  if (attribute !== undefined) {
    if (attribute.type !== 'int64') return (row) => attribute.get(row.subject);
    return (row) => {
      const value = attribute.get(row.subject);
      return value === undefined ? undefined : String(value as string | number);
    };
  }
  if (metric !== undefined) {
    if (!isAccount(customer)) return () => undefined;
    return metric.type === 'int64'
      ? (row) => String(metric.get(row.sums, customer))
      : (row) => metric.get(row.sums, customer);
  }
  const number = name === 'segments.year' || name === 'segments.hour';
  return (row) => (number && row.segments[name] !== undefined ? Number(row.segments[name]) : row.segments[name]);
}

function print(row: Row, columns: readonly Column[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const { path, read } of columns) {
    const value = read(row);
    if (value === undefined) continue;
    let target = out;
    for (let i = 0; i < path.length - 1; i++) {
      const part = path[i] ?? '';
      const inner = target[part];
      if (typeof inner === 'object' && inner !== null) target = inner as Record<string, unknown>;
      else {
        const next: Record<string, unknown> = {};
        target[part] = next;
        target = next;
      }
    }
    target[path.at(-1) ?? ''] = value;
  }
  return out;
}
