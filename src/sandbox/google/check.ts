import { addMonths, monthEnd, monthStart, parseDay, weekStart, weekday, type Day } from '../calendar.ts';
import { badQuery, badRequest, refuse } from './errors.ts';
import { passesCondition } from './conditions.ts';
import { ATTRIBUTES } from './fields.ts';
import { ALL_SEGMENTS, DATE_SEGMENTS, RESOURCES, SEGMENT_ENUMS, type Resource } from './resources.ts';
import { BY_ACTION, METRICS } from './metrics.ts';
import type { Condition, Gaql } from './parse.ts';

export type DayRange = { from: Day; to: Day };

/** Months and longer are kept for eleven years. */
const MONTHS_KEPT = 132;

const TABLE_OF = (name: string): string => name.split('.')[0] ?? '';

/** Refuses what the API refuses about the fields of a query; returns the resource of FROM. */
export function checkFields(query: Gaql, manager: boolean): Resource {
  const resource = RESOURCES[query.from];
  if (resource === undefined)
    return refuse(
      badQuery('BAD_RESOURCE_TYPE_IN_FROM_CLAUSE', `Error in FROM clause: '${query.from}' is not a valid resource.`),
    );
  const inWhere = query.where.map((condition) => condition.field);
  const inOrder = query.orderBy.map((order) => order.field);
  for (const name of query.select) checkField(name, query, resource, 'SELECT');
  for (const name of inWhere) checkField(name, query, resource, 'WHERE');
  for (const name of inOrder) checkField(name, query, resource, 'WHERE');

  const dates: readonly string[] = DATE_SEGMENTS;
  for (const name of [...inWhere, ...inOrder]) {
    const mayBeAbsent =
      ATTRIBUTES[name] !== undefined ||
      (dates.includes(name) && inWhere.includes(name)) ||
      (METRICS[name] !== undefined && inWhere.includes(name));
    if (!mayBeAbsent && !query.select.includes(name))
      refuse(
        badQuery(
          'EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE',
          `The following field must be present in SELECT clause: '${name}'.`,
        ),
      );
  }
  const all = [...query.select, ...inWhere];
  const byAction = query.select.some((name) => name.startsWith('segments.conversion_action'));
  const mixed = byAction ? all.find((name) => name.startsWith('metrics.') && !BY_ACTION.includes(name)) : undefined;
  if (mixed !== undefined)
    refuse(
      badQuery(
        'PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
        `Cannot select or filter on the following segments: 'segments.conversion_action' (because it is incompatible with: '${mixed}').`,
      ),
    );
  if (manager && all.some((name) => name.startsWith('metrics.'))) {
    refuse(
      badQuery(
        'REQUESTED_METRICS_FOR_MANAGER',
        'Metrics cannot be requested for a manager account. To retrieve metrics, issue separate requests against each client account under the manager account.',
      ),
    );
  }
  return resource;
}

function checkField(name: string, query: Gaql, resource: Resource, clause: 'SELECT' | 'WHERE'): void {
  const unrecognized = (): never =>
    refuse(badQuery('UNRECOGNIZED_FIELD', `Unrecognized field in the query: '${name}'.`));
  if (name.startsWith('metrics.')) {
    if (METRICS[name] === undefined) unrecognized();
    if (!resource.metrics || resource.without.includes(name))
      refuse(
        badQuery(
          'PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
          `Cannot select or filter on the following metrics: '${name}', since metric is incompatible with the resource in the FROM clause '${query.from}' or other selected fields.`,
        ),
      );
  } else if (name.startsWith('segments.')) {
    if (!ALL_SEGMENTS.includes(name)) unrecognized();
    if (!resource.segments.includes(name))
      refuse(
        badQuery(
          'PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE',
          `Cannot select or filter on the following segments: '${name}', since segment is incompatible with the resource in the FROM clause '${query.from}' or other selected fields.`,
        ),
      );
  } else {
    if (ATTRIBUTES[name] === undefined) unrecognized();
    if (!resource.attributes.includes(TABLE_OF(name)))
      refuse(
        badQuery(
          `PROHIBITED_RESOURCE_TYPE_IN_${clause}_CLAUSE`,
          `The resource '${TABLE_OF(name)}' cannot be used in the ${clause} clause of a query FROM ${query.from}.`,
        ),
      );
  }
}

/** Days a query covers, from its conditions on core date segments, as a range and a test for each day. */
export function daysOf(query: Gaql, today: Day): { range: DayRange; test: (day: Day) => boolean } {
  let from = addMonths(today, -37);
  let to = today;
  let floor: Day | undefined;
  const tests: ((day: Day) => boolean)[] = [];
  for (const condition of query.where) {
    if (!(DATE_SEGMENTS as readonly string[]).includes(condition.field)) continue;
    const spans = spansOf(condition, today);
    if (condition.operator === '!=' || condition.operator === 'NOT IN') {
      tests.push((day) => !spans.some((span) => day >= span.from && day <= span.to));
      continue;
    }
    const low = Math.min(...spans.map((span) => span.from));
    const high = Math.max(...spans.map((span) => span.to));
    if (low > high)
      refuse(
        badQuery(
          'INVALID_VALUE_WITH_BETWEEN_OPERATOR',
          `Invalid date range for '${condition.field}': the start is after the end.`,
        ),
      );
    // Never before the first day there can be: an open lower end means "everything still kept".
    if (low > -1e6) floor = Math.max(floor ?? low, low);
    to = Math.min(to, high);
    tests.push((day) => spans.some((span) => day >= span.from && day <= span.to));
  }
  const fine = query.select.some((name) =>
    ['segments.date', 'segments.week', 'segments.day_of_week', 'segments.hour'].includes(name),
  );
  if (floor !== undefined) {
    if (floor < (fine ? from : monthStart(addMonths(today, -MONTHS_KEPT))))
      refuse(
        badRequest(
          'dateRangeError',
          'REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
          'The requested time granularity is not supported for the date range in the query. Metrics with daily, hourly, or weekly segmentation are only available for the last 37 months.',
        ),
      );
    from = floor;
  } else if (!fine) from = addMonths(today, -MONTHS_KEPT);
  return { range: { from, to }, test: (day) => tests.every((passes) => passes(day)) };
}

function spansOf(condition: Condition, today: Day): DayRange[] {
  const { operator, field, values } = condition;
  const [first, second] = values.map((value) => (operator === 'DURING' ? during(value, today) : period(field, value)));
  if (operator === 'IN' || operator === 'NOT IN') return values.map((value) => period(field, value));
  if (first === undefined)
    return refuse(badQuery('OPERATOR_FIELD_MISMATCH', `Operator ${operator} cannot be used with '${field}'.`));
  switch (operator) {
    case '=':
    case '!=':
    case 'DURING':
      return [first];
    case '>=':
      return [{ from: first.from, to: 1e7 }];
    case '>':
      return [{ from: first.to + 1, to: 1e7 }];
    case '<=':
      return [{ from: -1e7, to: first.to }];
    case '<':
      return [{ from: -1e7, to: first.from - 1 }];
    case 'BETWEEN':
      return [{ from: first.from, to: second?.to ?? first.to }];
    default:
      return refuse(badQuery('OPERATOR_FIELD_MISMATCH', `Operator ${operator} cannot be used with '${field}'.`));
  }
}

/** The days a literal of a date segment stands for: one day, or the whole week, month, quarter, year it begins. */
function period(field: string, value: string): DayRange {
  if (field === 'segments.year') {
    const from = parseDay(`${value}-01-01`);
    return from === undefined ? badDate(value) : { from, to: addMonths(from, 12) - 1 };
  }
  const day = parseDay(/^\d{8}$/.test(value) ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : value);
  if (day === undefined) return badDate(value);
  if (field === 'segments.date') return { from: day, to: day };
  const misaligned = (start: Day): void => {
    if (start !== day)
      refuse(
        badQuery('MISALIGNED_DATE_FOR_FILTER', `The date '${value}' is not the first day of a period of '${field}'.`),
      );
  };
  if (field === 'segments.week') {
    misaligned(weekStart(day));
    return { from: day, to: day + 6 };
  }
  misaligned(monthStart(day));
  return { from: day, to: field === 'segments.quarter' ? addMonths(day, 3) - 1 : monthEnd(day) };
}

const badDate = (value: string): never =>
  refuse(badQuery('INVALID_DATE_FORMAT', `Invalid date '${value}'. Dates must be in the format YYYY-MM-DD.`));

function during(name: string, today: Day): DayRange {
  const month = monthStart(today);
  const monday = weekStart(today);
  const sunday = today - weekday(today);
  switch (name.toUpperCase()) {
    case 'TODAY':
      return { from: today, to: today };
    case 'YESTERDAY':
      return { from: today - 1, to: today - 1 };
    case 'LAST_7_DAYS':
      return { from: today - 7, to: today - 1 };
    case 'LAST_14_DAYS':
      return { from: today - 14, to: today - 1 };
    case 'LAST_30_DAYS':
      return { from: today - 30, to: today - 1 };
    case 'LAST_BUSINESS_WEEK':
      return { from: monday - 7, to: monday - 3 };
    case 'THIS_MONTH':
      return { from: month, to: today };
    case 'LAST_MONTH':
      return { from: addMonths(month, -1), to: month - 1 };
    case 'THIS_WEEK_MON_TODAY':
      return { from: monday, to: today };
    case 'THIS_WEEK_SUN_TODAY':
      return { from: sunday, to: today };
    case 'LAST_WEEK_MON_SUN':
      return { from: monday - 7, to: monday - 1 };
    case 'LAST_WEEK_SUN_SAT':
      return { from: sunday - 7, to: sunday - 1 };
    default:
      return refuse(
        badQuery('INVALID_VALUE_WITH_DURING_OPERATOR', `Invalid date literal '${name}' with operator DURING.`),
      );
  }
}

/** Conditions on enum segments are checked even when no row comes by. */
export function checkEnums(query: Gaql): void {
  for (const condition of query.where) {
    const enums = ATTRIBUTES[condition.field]?.values ?? SEGMENT_ENUMS[condition.field];
    if (enums !== undefined) passesCondition(condition, enums[0], enums);
  }
}
