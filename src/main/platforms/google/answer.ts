/**
 * Reads the body of a searchStream answer in batches. The body of a large slice is tens of megabytes of text; parsed as a
 * whole it would cost several times that in objects. So the text is walked once, without building anything, to find where
 * each batch of rows begins and ends; that walk also proves that the answer is complete and carries no error, before the
 * first row is handed on. The batches themselves are read by JSON.parse.
 */
import { adsErrorIn, BadAnswerError } from './failures.ts';

export type StreamAnswer = {
  rowCount: number;
  requestId: string | null;
  text: string;
  /** Parsed rows, at most `batchRows` at a time. May be called more than once. */
  batches(): Generator<unknown[]>;
};

/** Google nests a handful; what goes deeper is there to exhaust whoever walks it. */
const DEEPEST = 200;
const STRUCTURE = /["{}[\]]/g;
const SPACE = /[ \t\r\n]*/y;
const SCALAR = /[^\s,\]}]+/y;

class Walker {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }

  fail(what: string): never {
    throw new BadAnswerError(200, `${what} at character ${this.at} of ${this.text.length}`);
  }

  /** The next character that is not white space, not yet consumed. */
  peek(): string {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
    const char = this.text[this.at];
    if (char === undefined) this.fail('the answer ends too early');
    return char;
  }

  expect(char: string): void {
    if (this.peek() !== char) this.fail(`expected ${char}`);
    this.at += 1;
  }

  /** Consumes `char` if it comes next. */
  took(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  skipString(): void {
    let end = this.at;
    for (;;) {
      end = this.text.indexOf('"', end + 1);
      if (end === -1) this.fail('a text value does not end');
      let escapes = 0;
      while (this.text[end - 1 - escapes] === '\\') escapes += 1;
      if (escapes % 2 === 0) break;
    }
    this.at = end + 1;
  }

  skipValue(): void {
    const char = this.peek();
    if (char === '"') return this.skipString();
    if (char !== '{' && char !== '[') {
      SCALAR.lastIndex = this.at;
      if (!SCALAR.test(this.text)) this.fail('a value is missing');
      this.at = SCALAR.lastIndex;
      return;
    }
    let depth = 0;
    do {
      STRUCTURE.lastIndex = this.at;
      const match = STRUCTURE.exec(this.text);
      if (!match) this.fail('an object does not end');
      this.at = match.index;
      if (match[0] === '"') {
        this.skipString();
        continue;
      }
      depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
      if (depth > DEEPEST) this.fail('objects nested without end');
      this.at += 1;
    } while (depth > 0);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the offending text in the message; only the kind of error is kept.
    throw new BadAnswerError(200, error instanceof Error ? error.name : 'not JSON');
  }
}

/**
 * Walks a stream answer: an array of `{results, fieldMask, requestId, …}`, or one such object. Throws AdsApiError when any
 * element carries `error`, BadAnswerError when the text breaks off or is not JSON.
 */
export function readStreamAnswer(text: string, batchRows: number, headers?: Headers): StreamAnswer {
  const walker = new Walker(text);
  const ranges: { start: number; end: number }[] = [];
  let rowCount = 0;
  let requestId: string | null = headers?.get('request-id') ?? null;

  const walkRows = (): void => {
    walker.expect('[');
    if (walker.took(']')) return;
    let inBatch = 0;
    let start = walker.at;
    do {
      if (inBatch === 0) start = walker.at;
      walker.skipValue();
      inBatch += 1;
      rowCount += 1;
      if (inBatch === batchRows || walker.peek() !== ',') {
        ranges.push({ start, end: walker.at });
        inBatch = 0;
      }
    } while (walker.took(','));
    walker.expect(']');
  };

  const walkElement = (): void => {
    const elementStart = walker.at;
    let isError = false;
    walker.expect('{');
    if (walker.took('}')) return;
    do {
      if (walker.peek() !== '"') walker.fail('expected a name');
      const nameStart = walker.at;
      walker.skipString();
      const name = parse(text.slice(nameStart, walker.at));
      walker.expect(':');
      if (name === 'results' && walker.peek() === '[') {
        walkRows();
        continue;
      }
      walker.peek();
      const start = walker.at;
      walker.skipValue();
      if (name === 'error') isError = true;
      if (name === 'requestId') requestId = String(parse(text.slice(start, walker.at)));
    } while (walker.took(','));
    walker.expect('}');
    if (!isError) return;
    throw (
      adsErrorIn(parse(text.slice(elementStart, walker.at)), 200, headers) ??
      new BadAnswerError(200, 'an unreadable error')
    );
  };

  const first = walker.peek();
  if (first === '{') {
    walkElement();
  } else {
    walker.expect('[');
    if (!walker.took(']')) {
      do {
        walkElement();
      } while (walker.took(','));
      walker.expect(']');
    }
  }
  if (text.slice(walker.at).trim() !== '') walker.fail('text after the end');

  return {
    rowCount,
    requestId,
    text,
    *batches() {
      for (const { start, end } of ranges) yield parse(`[${text.slice(start, end)}]`) as unknown[];
    },
  };
}
