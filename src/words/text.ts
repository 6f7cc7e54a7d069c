import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import { isolated } from '../contract/bidi.ts';

/**
 * The words a person reads, on screens, in files, menus and answers. Whoever says something declares it in a `messages.ts` beside it, in English and in ICU MessageFormat
 * (https://unicode-org.github.io/icu/userguide/format_parse/messages/); a translation is a table of id → text that replaces them. The
 * language decides the words and their plural forms, the chosen number formats how a number in them is written.
 */
export type Message<Text extends string = string> = { readonly id: string; readonly text: Text };

/** 'count' of the rest of a text after '{': a name ends at its comma or brace; a plural's branch is no name. */
type NameAt<Rest extends string> = Rest extends `${infer Inner}}${string}`
  ? Inner extends `${infer Name},${infer Kind}`
    ? Kind extends ` plural${string}` | ` selectordinal${string}`
      ? { name: Identifier<Name>; value: number }
      : { name: Identifier<Name>; value: string }
    : { name: Identifier<Inner>; value: string }
  : never;
type Identifier<Name extends string> = Name extends `${string}${' ' | '{' | '#' | '<'}${string}` | '' ? never : Name;
type Places<Text extends string> = Text extends `${string}{${infer Rest}` ? NameAt<Rest> | Places<Rest> : never;
type Named<Text extends string> = Exclude<Places<Text>, { name: never }>;

/** What a text wants filled in: a plural its number, everything else text already in the chosen formats. */
export type Values<Text extends string> = {
  [Place in Named<Text> as Place['name']]: Extract<Named<Text>, { name: Place['name'] }>['value'];
};
export type Arguments<Text extends string> = string extends Text
  ? [values?: Readonly<Record<string, string | number>>]
  : [Named<Text>] extends [never]
    ? []
    : [values: Values<Text>];

/**
 * The texts of one screen.
 * @param scope kebab-case name that begins their ids, one for the whole program: 'clients' → 'clients.heading'.
 */
export const defineMessages = <const Texts extends Record<string, string>>(
  scope: string,
  texts: Texts,
): { readonly [Key in keyof Texts]: Message<Texts[Key]> } =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, { id: `${scope}.${key}`, text }])) as {
    readonly [Key in keyof Texts]: Message<Texts[Key]>;
  };

export type Texts = Readonly<Record<string, string>>;
type Language = {
  readonly tag: string;
  readonly texts: Texts;
  readonly change?: ((words: string) => string) | undefined;
};

let language: Language = { tag: 'en', texts: {} };
let numbersAs: string | undefined = 'en';
const made = new Map<string, IntlMessageFormat>();

/**
 * @param texts id → text in ICU MessageFormat; what is missing there stays English.
 * @param change what is done to the words of a text, never to what is filled in: the pseudo-locale.
 */
export const setLanguage = (tag: string, texts: Texts, change?: (words: string) => string): void => {
  language = { tag, texts, change };
  made.clear();
};

/** The locale (BCP 47) numbers inside sentences are written in, undefined = the computer's; it need not be the language's. */
export const setNumbersAs = (locale: string | undefined): void => {
  if (locale === numbersAs) return;
  numbersAs = locale;
  made.clear();
};

/** Words of the language, numbers of the chosen formats. */
const formatters: Formatters = {
  getNumberFormat: (_locales, options) => new Intl.NumberFormat(numbersAs, { useGrouping: 'always', ...options }),
  getDateTimeFormat: (_locales, options) => new Intl.DateTimeFormat(numbersAs, options),
  getPluralRules: (_locales, options) => new Intl.PluralRules(language.tag, options),
};

/** The locale of the numbers in sentences, for whoever has to say them in another process. */
export const numbersLocale = (): string | undefined => numbersAs;

/** The language the words are in (BCP 47), for names only Intl knows: languages, regions. Numbers and days follow the formats instead. */
export const languageTag = (): string => language.tag;

/** 'Meta Ads and Google Ads', 'A, B or C', 'A, B, C' ('unit', for facts in a row): a list in the words of the language. */
export const listOf = (names: readonly string[], type: Intl.ListFormatType = 'conjunction'): string =>
  new Intl.ListFormat(language.tag, { type }).format(names);

/** What the parser makes of a text; 0 = words. */
type Part = { type: number; value: string; options?: Record<string, { value: Part[] }>; children?: Part[] };

const changed = (parts: readonly Part[], change: (words: string) => string): Part[] =>
  parts.map((part) => ({
    ...part,
    ...(part.type === 0 ? { value: change(part.value) } : {}),
    ...(part.children ? { children: changed(part.children, change) } : {}),
    ...(part.options
      ? {
          options: Object.fromEntries(
            Object.entries(part.options).map(([name, one]) => [name, { ...one, value: changed(one.value, change) }]),
          ),
        }
      : {}),
  }));

const PLAIN = /^[^{}<>']*$/;

/** A message compiled once for the current language; null when nothing in it is to be filled in. */
const compiled = ({ id, text: english }: Message, rich: boolean): IntlMessageFormat | string => {
  const text: unknown = language.texts[id] ?? english;
  // Something that is no message, from a table asked for a word it does not know: a gap in the screen rather than no screen.
  if (typeof text !== 'string') return '';
  if (PLAIN.test(text)) return language.change?.(text) ?? text;
  const key = `${rich ? 'rich' : 'plain'}:${id}`;
  const known = made.get(key);
  if (known) return known;
  const options = { formatters, ignoreTag: !rich };
  const plain = new IntlMessageFormat(text, language.tag, {}, options);
  const { change } = language;
  const format =
    change === undefined
      ? plain
      : new IntlMessageFormat(changed(plain.getAst() as Part[], change) as never, language.tag, {}, options);
  made.set(key, format);
  return format;
};

/**
 * A message's parts for `values`, each a text or one of the values. A broken translation falls back to English rather than taking the
 * screen down.
 */
export const partsOf = <Value>(
  message: Message,
  values: Readonly<Record<string, Value>>,
  rich: boolean,
): string | Value | (string | Value)[] => {
  const placed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]),
  );
  const fill = (format: IntlMessageFormat | string): string | Value | (string | Value)[] =>
    typeof format === 'string'
      ? format
      : (format.format<Value>(placed as never) as string | Value | (string | Value)[]);
  try {
    return fill(compiled(message, rich));
  } catch (error) {
    if (language.texts[message.id] === undefined) throw error;
    return fill(new IntlMessageFormat(message.text, 'en', {}, { formatters, ignoreTag: !rich }));
  }
};

/** A message with what fills it in, kept until it is known where and in which language it is said; a bare text is a name somebody gave. */
export type Said =
  | Message
  | { readonly message: Message; readonly values: Readonly<Record<string, string | number>> }
  | string;

/** To be said later, by `say`. */
export const said = <Text extends string>(message: Message<Text>, ...[values]: Arguments<NoInfer<Text>>): Said => ({
  message,
  values: (values ?? {}) as Record<string, string | number>,
});

/** What was kept, as text. */
export const say = (what: Said): string => {
  if (typeof what === 'string') return what;
  return 'message' in what ? t<string>(what.message, what.values) : t<string>(what);
};

/** A message as text, its places filled in. */
export const t = <Text extends string>(message: Message<Text>, ...[values]: Arguments<NoInfer<Text>>): string => {
  const parts = partsOf<string | number>(message, (values ?? {}) as Record<string, string | number>, false);
  return Array.isArray(parts) ? parts.join('') : String(parts);
};
