import { fail, invalidParameter } from './errors.ts';

/** A parsed `fields` parameter: name → its own fields, or null. */
export type FieldTree = Map<string, FieldTree | null>;

/** Parses `id,name,business{id,name}`; also the JSON list some clients send. */
export function parseFields(text: string): FieldTree {
  const tree: FieldTree = new Map();
  const source = text.trim().startsWith('[') ? listOf(text).join(',') : text;
  let depth = 0;
  let start = 0;
  const take = (end: number): void => {
    const part = source.slice(start, end).trim();
    start = end + 1;
    if (part === '') return;
    const brace = part.indexOf('{');
    if (brace < 0) tree.set(part, null);
    else if (part.endsWith('}')) tree.set(part.slice(0, brace), parseFields(part.slice(brace + 1, -1)));
    else
      fail({
        status: 400,
        message: `Syntax error "Expected end of string instead of "${part.slice(brace)}"." at character ${brace}: ${source}`,
        type: 'OAuthException',
        code: 2500,
      });
  };
  for (let i = 0; i < source.length; i++) {
    if (source[i] === '{') depth++;
    else if (source[i] === '}') depth--;
    else if (source[i] === ',' && depth === 0) take(i);
  }
  take(source.length);
  return tree;
}

/** A parameter that is a JSON list of texts, or texts with commas. */
export function listOf(text: string | undefined): string[] {
  if (text === undefined || text.trim() === '') return [];
  if (text.trim().startsWith('[')) {
    try {
      const value: unknown = JSON.parse(text);
      if (Array.isArray(value)) return value.map(String);
    } catch {
      return fail(invalidParameter(`Param must be an array: ${text.slice(0, 60)}`));
    }
  }
  return text.split(',').map((part) => part.trim().replace(/^["']|["']$/g, ''));
}

export type Filter = { field: string; operator: string; value: unknown };

/** The `filtering` parameter: a JSON list of `{field, operator, value}`. */
export function filtersOf(text: string | undefined): Filter[] {
  if (text === undefined || text.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(invalidParameter('Param filtering must be an array.'));
  }
  if (!Array.isArray(value)) return fail(invalidParameter('Param filtering must be an array.'));
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('field' in item) || !('operator' in item) || !('value' in item))
      return fail(invalidParameter('Param filtering must contain field, operator and value.'));
    return { field: String(item.field), operator: String(item.operator).toUpperCase(), value: item.value };
  });
}

/** Whether a value passes one filter. Numbers compare as numbers, everything else as text. */
export function passes(filter: Filter, actual: string | number): boolean {
  const { operator, value } = filter;
  const list = (Array.isArray(value) ? value : [value]).map(String);
  const first = list[0] ?? '';
  switch (operator) {
    case 'EQUAL':
      return typeof actual === 'number' ? actual === Number(first) : actual === first;
    case 'NOT_EQUAL':
      return typeof actual === 'number' ? actual !== Number(first) : actual !== first;
    case 'IN':
    case 'ANY':
      return list.includes(String(actual));
    case 'NOT_IN':
    case 'NONE':
      return !list.includes(String(actual));
    case 'CONTAIN':
      return list.some((part) => String(actual).toLowerCase().includes(part.toLowerCase()));
    case 'NOT_CONTAIN':
      return !list.some((part) => String(actual).toLowerCase().includes(part.toLowerCase()));
    case 'STARTS_WITH':
      return String(actual).startsWith(first);
    case 'GREATER_THAN':
      return Number(actual) > Number(first);
    case 'GREATER_THAN_OR_EQUAL':
      return Number(actual) >= Number(first);
    case 'LESS_THAN':
      return Number(actual) < Number(first);
    case 'LESS_THAN_OR_EQUAL':
      return Number(actual) <= Number(first);
    case 'IN_RANGE':
      return Number(actual) >= Number(first) && Number(actual) <= Number(list[1]);
    default:
      return fail(invalidParameter(`Filtering operator '${operator}' is not supported`));
  }
}
