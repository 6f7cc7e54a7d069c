import { badQuery, refuse } from './errors.ts';

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'IN'
  | 'NOT IN'
  | 'LIKE'
  | 'NOT LIKE'
  | 'BETWEEN'
  | 'DURING'
  | 'IS NULL'
  | 'IS NOT NULL'
  | 'REGEXP_MATCH'
  | 'NOT REGEXP_MATCH'
  | 'CONTAINS ANY'
  | 'CONTAINS ALL'
  | 'CONTAINS NONE';
export type Condition = { field: string; operator: Operator; values: string[] };
export type Gaql = {
  select: string[];
  from: string;
  where: Condition[];
  orderBy: { field: string; descending: boolean }[];
  limit: number | null;
};

type Token = { text: string; quoted: boolean };

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  const pattern =
    /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?(?![\w.])|[A-Za-z_][\w.]*|<=|>=|!=|[=<>(),]))/gy;
  let at = 0;
  while (at < query.trimEnd().length) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match === null)
      return refuse(
        badQuery('UNEXPECTED_INPUT', `Error in query: unexpected input ${query.slice(at, at + 10).trim()}.`),
      );
    const quoted = match[1] ?? match[2];
    tokens.push(
      quoted === undefined
        ? { text: match[3] ?? '', quoted: false }
        : { text: quoted.replaceAll(/\\(.)/g, '$1'), quoted: true },
    );
    at = pattern.lastIndex;
  }
  return tokens;
}

/** Parses the GAQL subset: SELECT … FROM … [WHERE … AND …] [ORDER BY …] [LIMIT n] [PARAMETERS …]. Throws the API's query errors. */
export function parseGaql(query: string): Gaql {
  const tokens = tokenize(query);
  let at = 0;
  const end = (): never => refuse(badQuery('UNEXPECTED_END_OF_QUERY', 'Error in query: unexpected end of query.'));
  const word = (offset = 0): string | undefined => {
    const token = tokens[at + offset];
    return token === undefined || token.quoted ? undefined : token.text.toUpperCase();
  };
  const next = (): Token => tokens[at++] ?? end();
  const field = (): string => {
    const token = next();
    return token.quoted || !/^[a-z_][a-z0-9_.]*$/.test(token.text)
      ? refuse(badQuery('BAD_FIELD_NAME', `Error in query: invalid field name '${token.text}'.`))
      : token.text;
  };
  const fields = (): string[] => {
    const list = [field()];
    while (word() === ',') {
      at++;
      list.push(field());
    }
    return list;
  };

  if (word() !== 'SELECT') refuse(badQuery('EXPECTED_SELECT', 'Error in query: expected SELECT.'));
  at++;
  const select = fields();
  if (word() !== 'FROM')
    refuse(
      at >= tokens.length
        ? badQuery('EXPECTED_FROM', 'Error in query: expected FROM.')
        : badQuery('UNEXPECTED_INPUT', `Error in query: unexpected input ${tokens[at]?.text ?? ''}.`),
    );
  at++;
  const from = field();
  const where: Condition[] = [];
  if (word() === 'WHERE') {
    do {
      at++;
      where.push(condition());
    } while (word() === 'AND');
  }
  const orderBy: Gaql['orderBy'] = [];
  if (word() === 'ORDER') {
    at++;
    if (word() !== 'BY') refuse(badQuery('EXPECTED_BY', 'Error in query: expected BY.'));
    do {
      at++;
      const name = field();
      const direction = word();
      if (direction === 'ASC' || direction === 'DESC') at++;
      orderBy.push({ field: name, descending: direction === 'DESC' });
    } while (word() === ',');
  }
  let limit: number | null = null;
  if (word() === 'LIMIT') {
    at++;
    limit = Number(next().text);
    if (!Number.isInteger(limit) || limit < 1)
      refuse(badQuery('BAD_LIMIT_VALUE', 'Error in query: LIMIT must be a positive integer.'));
  }
  if (word() === 'PARAMETERS') at = tokens.length;
  if (at < tokens.length)
    refuse(badQuery('UNEXPECTED_INPUT', `Error in query: unexpected input ${tokens[at]?.text ?? ''}.`));
  return { select, from, where, orderBy, limit };

  function condition(): Condition {
    const name = field();
    const first = (next().text ?? '').toUpperCase();
    const take = (operator: Operator, ...words: string[]): Operator => {
      for (const expected of words) {
        if (word() !== expected) refuse(badQuery('BAD_OPERATOR', `Error in query: expected ${expected}.`));
        at++;
      }
      return operator;
    };
    switch (first) {
      case '=':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case 'LIKE':
      case 'REGEXP_MATCH':
      case 'DURING':
        return { field: name, operator: first, values: [value()] };
      case 'BETWEEN': {
        const low = value();
        if (word() !== 'AND') refuse(badQuery('EXPECTED_AND', 'Error in query: expected AND.'));
        at++;
        return { field: name, operator: 'BETWEEN', values: [low, value()] };
      }
      case 'IN':
        return { field: name, operator: 'IN', values: list() };
      case 'CONTAINS': {
        const which = next().text.toUpperCase();
        if (which === 'ANY' || which === 'ALL' || which === 'NONE')
          return { field: name, operator: `CONTAINS ${which}`, values: list() };
        return refuse(badQuery('BAD_OPERATOR', 'Error in query: expected ANY, ALL or NONE.'));
      }
      case 'NOT': {
        const which = next().text.toUpperCase();
        if (which === 'IN') return { field: name, operator: 'NOT IN', values: list() };
        if (which === 'LIKE' || which === 'REGEXP_MATCH')
          return { field: name, operator: `NOT ${which}`, values: [value()] };
        return refuse(badQuery('BAD_OPERATOR', `Error in query: invalid operator NOT ${which}.`));
      }
      case 'IS':
        if (word() === 'NOT') return { field: name, operator: take('IS NOT NULL', 'NOT', 'NULL'), values: [] };
        return { field: name, operator: take('IS NULL', 'NULL'), values: [] };
      default:
        return refuse(badQuery('BAD_OPERATOR', `Error in query: invalid operator '${first}'.`));
    }
  }

  function value(): string {
    const token = next();
    if (!token.quoted && /^[(),=<>]/.test(token.text))
      refuse(
        badQuery(
          token.text === '(' ? 'EXPECTED_SINGLE_VALUE' : 'BAD_VALUE',
          'Error in query: expected a single value.',
        ),
      );
    return token.text;
  }

  function list(): string[] {
    if (word() !== '(') refuse(badQuery('EXPECTED_LIST', 'Error in query: expected a list.'));
    const values: string[] = [];
    do {
      at++;
      values.push(value());
    } while (word() === ',');
    if (word() !== ')') refuse(badQuery('EXPECTED_LIST', 'Error in query: expected a closing bracket.'));
    at++;
    return values;
  }
}
