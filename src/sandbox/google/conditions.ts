import { badQuery, refuse } from './errors.ts';
import type { Condition } from './parse.ts';

/** Whether a value (text, number or boolean as text) passes a condition of WHERE that is not about dates. */
export function passesCondition(condition: Condition, value: unknown, enums: readonly string[] | undefined): boolean {
  const { operator, values } = condition;
  if (enums !== undefined) {
    const bad = values.find((name) => !enums.includes(name));
    if (bad !== undefined)
      refuse(
        badQuery('BAD_ENUM_CONSTANT', `Invalid enum value '${bad}' in WHERE clause for field '${condition.field}'.`),
      );
  }
  const text =
    value === undefined || value === null
      ? ''
      : typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value as number | boolean);
  const first = values[0] ?? '';
  const same = (other: string): boolean =>
    typeof value === 'boolean'
      ? text.toUpperCase() === other.toUpperCase()
      : text === other || (typeof value === 'number' && value === Number(other));
  // Identifiers are longer than a double is exact, so whole numbers compare as big integers.
  const order = (other: string): number =>
    /^-?\d+$/.test(text) && /^-?\d+$/.test(other) ? Number(BigInt(text) - BigInt(other)) : Number(text) - Number(other);
  switch (operator) {
    case '=':
      return same(first);
    case '!=':
      return !same(first);
    case '<':
      return order(first) < 0;
    case '<=':
      return order(first) <= 0;
    case '>':
      return order(first) > 0;
    case '>=':
      return order(first) >= 0;
    case 'BETWEEN':
      return order(first) >= 0 && order(values[1] ?? '') <= 0;
    case 'IN':
      return values.some(same);
    case 'NOT IN':
      return !values.some(same);
    case 'LIKE':
      return like(first).test(text);
    case 'NOT LIKE':
      return !like(first).test(text);
    case 'REGEXP_MATCH':
      return new RegExp(`^(?:${first})$`).test(text);
    case 'NOT REGEXP_MATCH':
      return !new RegExp(`^(?:${first})$`).test(text);
    case 'IS NULL':
      return value === undefined || value === null;
    case 'IS NOT NULL':
      return value !== undefined && value !== null;
    default:
      return refuse(
        badQuery('OPERATOR_FIELD_MISMATCH', `Operator ${operator} cannot be used with '${condition.field}'.`),
      );
  }
}

function like(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.*+?^${}()|[\]\\]/g, (c) => (c === '[' || c === ']' ? c : `\\${c}`))
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(
    `^${source
      .replaceAll('[.*]', '%')
      .replaceAll('[.]', '_')
      .replaceAll(/\[(.)\]/g, '\\$1')}$`,
    'is',
  );
}
