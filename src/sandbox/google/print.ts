import { countsPeople, isSearched, type Account, type Manager } from '../agency/entities.ts';
import type { Sums } from '../agency/ledger.ts';
import { ATTRIBUTES, type Subject } from './fields.ts';
import { METRICS } from './metrics.ts';
import type { Gaql } from './parse.ts';
import { camel } from './resources.ts';

export type Row = { subject: Subject; segments: Record<string, string>; sums: Sums };

export const isAccount = (customer: Account | Manager): customer is Account => 'campaigns' in customer;

/** The rows in the order asked for. */
export function sorted(rows: Row[], query: Gaql, customer: Account | Manager): Row[] {
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

export type Column = { path: readonly string[]; read: (row: Row) => unknown };

/** How each row of a query is printed, worked out once: a long answer has tens of thousands of rows. */
export function columnsOf(query: Gaql, customer: Account | Manager): Column[] {
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
    return (row) => {
      const { campaign } = row.subject;
      if (metric.people === true && (campaign === undefined || !countsPeople(campaign))) return undefined;
      if (metric.share !== undefined) {
        const searched = campaign === undefined ? customer.campaigns.some(isSearched) : isSearched(campaign);
        return searched && row.sums.impressions > 0 ? metric.share(row.sums, (campaign ?? customer).key) : undefined;
      }
      const value = metric.get(row.sums, customer);
      return metric.type === 'int64' ? String(value) : value;
    };
  }
  const number = name === 'segments.year' || name === 'segments.hour';
  return (row) => (number && row.segments[name] !== undefined ? Number(row.segments[name]) : row.segments[name]);
}

/** One row as the REST API prints it. */
export function print(row: Row, columns: readonly Column[]): Record<string, unknown> {
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
