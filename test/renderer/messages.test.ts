import { actionMessages } from '../../src/contract/messages-actions.ts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
// @ts-expect-error A script without types.
import { messagesIn as untypedMessagesIn } from '../../scripts/messages.mjs';
import type { Message } from '../../src/words/text.ts';

const messagesIn = untypedMessagesIn as (modules: readonly object[]) => Message[];
const modules = import.meta.glob<object>('../../src/**/messages*.ts', { eager: true });
const sources = import.meta.glob<string>('../../src/**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' });
const all = messagesIn(Object.values(modules));

/** What the parser makes of a text; `options` are the branches of a plural or a select, `children` what stands between tags. */
type Part = {
  type: number;
  pluralType?: string;
  value: string;
  options?: Record<string, { value: Part[] }>;
  children?: Part[];
};

/** The parser's number of '#'. */
const POUND = 7;

/** The fault of a message, null when a translator and the engine can work with it. */
const faultOf = ({ text }: Pick<Message, 'text'>): string | null => {
  if (text.trim() === '') return 'is empty';
  const faults = (parts: readonly Part[]): string[] =>
    parts.flatMap(({ pluralType, value, options = {}, children = [] }) => [
      // A bare number has one form in every language.
      ...(pluralType === 'cardinal' &&
      !('one' in options) &&
      options['other']?.value.some((part) => part.type !== POUND)
        ? [`the plural of ${value} lacks one`]
        : []),
      ...faults(children),
      ...Object.values(options).flatMap((option) => faults(option.value)),
    ]);
  try {
    const found = [true, false].flatMap((ignoreTag) =>
      // A text with a bare '<' is never rich; one with tags has to parse as both.
      !ignoreTag && !text.includes('</')
        ? []
        : faults(new IntlMessageFormat(text, 'en', {}, { ignoreTag }).getAst() as Part[]),
    );
    return found[0] ?? null;
  } catch (error) {
    return String(error);
  }
};

describe('the messages of the program', () => {
  it('can be read: ICU, never empty, each plural with its one and other', () => {
    expect(all.length).toBeGreaterThan(400);
    expect(all.map((one) => [one.id, faultOf(one)]).filter(([, fault]) => fault !== null)).toEqual([]);
  });
  it('what is wrong with one is found', () => {
    const wrong = [
      '',
      ' ',
      '{count, plural, one {# day}}',
      '{count, plural, =1 {a} other {b}}',
      '{name',
      '<a>word</b>',
    ];
    expect(wrong.filter((text) => faultOf({ text }) === null)).toEqual([]);
    expect(faultOf({ text: '<b>{count, plural, =0 {none} other {# days}}</b>' })).toContain('lacks one');
    expect(faultOf({ text: "{count, plural, one {# day} other {# days}} of <b>{name}</b>'s" })).toBeNull();
  });
  it('each has an id of its own, and every file of words has some', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(Object.entries(modules).filter(([, module]) => messagesIn([module]).length === 0)).toEqual([]);
  });
  it('none is left that nobody says', () => {
    const code = Object.entries(sources)
      .filter(([file]) => !/\/messages[^/]*\.ts$/.test(file))
      .map(([, text]) => text)
      .join('\n');
    const named = new Set([...code.matchAll(/\.([A-Za-z]\w*)|\bnamed\('(\w+)'\)/g)].map(([, dot, key]) => dot ?? key));
    // A platform says which of these is named: they are looked up by its code.
    const lookedUp = new Set(Object.values(actionMessages).map(({ id }) => id));
    const keys = all.filter(({ id }) => !lookedUp.has(id)).map(({ id }) => id.slice(id.indexOf('.') + 1));
    expect(keys.filter((key) => !named.has(key))).toEqual([]);
  });
  it('are written out for translators, sorted by id', async () => {
    const script = new URL('../../scripts/messages.mjs', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 300_000, maxBuffer: 2 ** 24 });
    const written = JSON.parse(stdout) as Record<string, string>;
    expect(Object.keys(written)).toEqual(all.map(({ id }) => id).sort());
    expect(written['onboarding.demo']).toBe('Demo');
  });
});
