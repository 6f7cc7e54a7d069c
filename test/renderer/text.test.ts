import { createElement, isValidElement, type ReactElement, type ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { RichText } from '../../src/renderer/ui/rich-text.tsx';
import { defineMessages, listOf, setLanguage, setNumbersAs, t, type Message } from '../../src/renderer/ui/text.ts';

const m = defineMessages('test', {
  plain: "Meta's own words",
  clients: '{count, plural, one {# client} other {# clients}}',
  changed: '{count, plural, one {{name} was changed} other {{name} and # more were changed}}',
  link: 'Read <a>how {name} is counted</a>.',
});

afterEach(() => {
  setLanguage('en', {});
  setNumbersAs('en');
});

describe('messages', () => {
  it('are filled in, with the plural form of the language', () => {
    expect(t(m.plain)).toBe("Meta's own words");
    expect(t(m.clients, { count: 1 })).toBe('1 client');
    expect(t(m.clients, { count: 1000 })).toBe('1,000 clients');
    expect(t(m.changed, { count: 2, name: 'Epoca {x} <b>' })).toBe('Epoca {x} <b> and 2 more were changed');
  });
  it('take the translation, its one/few/many, and English where it has none', () => {
    setLanguage('pl', {
      'test.clients': '{count, plural, one {# klient} few {# klientów (kilku)} many {# klientów} other {# klienta}}',
    });
    expect([1, 2, 5, 22].map((count) => t(m.clients, { count }))).toEqual([
      '1 klient',
      '2 klientów (kilku)',
      '5 klientów',
      '22 klientów (kilku)',
    ]);
    expect(t(m.plain)).toBe("Meta's own words");
  });
  it('write numbers in the chosen formats, whatever the language', () => {
    setNumbersAs('de');
    expect(t(m.clients, { count: 1234 })).toBe('1.234 clients');
    setNumbersAs('pl');
    expect(t(m.clients, { count: 1234 })).toBe('1\u00a0234 clients');
  });
  it('lists are joined as the language joins them', () => {
    expect([
      listOf(['A']),
      listOf(['A', 'B', 'C']),
      listOf(['A', 'B'], 'disjunction'),
      listOf(['A', 'B', 'C'], 'unit'),
    ]).toEqual(['A', 'A, B, and C', 'A or B', 'A, B, C']);
    setLanguage('pl', {});
    expect(listOf(['A', 'B'])).toBe('A i B');
  });
  it('a translation that cannot be read or asks for what is not there leaves English', () => {
    setLanguage('pl', { 'test.clients': '{count, plural, one {# klient', 'test.changed': '{nobody}' });
    expect(t(m.clients, { count: 2 })).toBe('2 clients');
    expect(t(m.changed, { count: 1, name: 'Epoca' })).toBe('Epoca was changed');
  });
  it('a name that turns the direction of writing turns nothing but itself', () => {
    expect(t(m.changed, { count: 1, name: 'Sklep \u202e%35' })).toBe('\u2068Sklep \u202e%35\u2069 was changed');
    expect(t(m.changed, { count: 1, name: 'متجر' })).toBe('\u2068متجر\u2069 was changed');
    // Nor does it end its own isolation.
    expect(t(m.changed, { count: 1, name: '\u2069\u202eEpoca' })).toBe('\u2068\u202eEpoca\u2069 was changed');
    expect(t(m.changed, { count: 1, name: 'Żabka – „Źródło” 京都' })).toBe('Żabka – „Źródło” 京都 was changed');
  });
  it('what is no message leaves a gap and takes nothing down', () => {
    const table: Record<string, Message> = {};
    expect(t(table['constructor'] as Message)).toBe('');
  });
  it('hold elements where the sentence wants them', () => {
    const tree = RichText({
      message: m.link,
      values: { name: createElement('bdi', null, 'ROAS'), a: (words) => createElement('a', { href: '#' }, words) },
    });
    expect(flat(tree)).toBe('Read [a how [bdi ROAS] is counted].');
  });
  it('a missing value is a compile error', () => {
    // @ts-expect-error count is missing
    expect(() => t(m.clients)).toThrow();
    // @ts-expect-error a plural's value is a number
    expect(t(m.clients, { count: 'many' })).toContain('NaN');
  });
});

const flat = (node: ReactNode): string => {
  if (Array.isArray(node)) return node.map(flat).join('');
  if (!isValidElement(node)) return typeof node === 'string' ? node : '';
  const { type, props } = node as ReactElement<{ children?: ReactNode }>;
  const inner = flat(props.children);
  return typeof type === 'string' ? `[${type} ${inner}]` : inner;
};
