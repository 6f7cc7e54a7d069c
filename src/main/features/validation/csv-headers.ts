import type { CsvMetric } from '../../../contract/validation.ts';

/** What a column says. Columns that are not here (ratios, statuses, budgets) are left out and named to the person. */
export type Field =
  | CsvMetric
  | 'account_name'
  | 'account_id'
  | 'campaign_name'
  | 'campaign_id'
  | 'group_name'
  | 'group_id'
  | 'ad_name'
  | 'ad_id'
  | 'day'
  | 'week'
  | 'month'
  | 'from'
  | 'to'
  | 'currency'
  | 'result_type';

export type Language = 'en' | 'pl' | 'de';

/** Headers of both platforms' exports, English | Polish | German, lower case; a currency in brackets behind a name is taken off first. */
const HEADERS: Record<Field, readonly [en: string, pl: string, de: string]> = {
  account_name: ['account name|account', 'nazwa konta|konto', 'kontoname|name des kontos|werbekonto|konto'],
  account_id: [
    'account id|customer id|external customer id',
    'identyfikator konta|identyfikator klienta|nr klienta',
    'konto-id|account-id|kundennummer|kunden-id',
  ],
  campaign_name: ['campaign name|campaign', 'nazwa kampanii|kampania', 'kampagnenname|name der kampagne|kampagne'],
  campaign_id: ['campaign id', 'identyfikator kampanii', 'kampagnen-id'],
  group_name: [
    'ad set name|ad group name|ad group|ad set',
    'nazwa zestawu reklam|nazwa grupy reklam|grupa reklam|zestaw reklam',
    'name der anzeigengruppe|anzeigengruppenname|anzeigengruppe|name der werbeanzeigengruppe',
  ],
  group_id: [
    'ad set id|ad group id',
    'identyfikator zestawu reklam|identyfikator grupy reklam',
    'anzeigengruppen-id|id der anzeigengruppe',
  ],
  ad_name: ['ad name|ad', 'nazwa reklamy|reklama', 'anzeigenname|name der anzeige|name der werbeanzeige|anzeige'],
  ad_id: ['ad id', 'identyfikator reklamy', 'anzeigen-id|werbeanzeigen-id'],
  day: ['day|date', 'dzień|data', 'tag|datum'],
  week: ['week', 'tydzień', 'woche'],
  month: ['month', 'miesiąc', 'monat'],
  from: [
    'reporting starts',
    'początek raportu|początek raportowania|rozpoczęcie raportowania',
    'berichtsbeginn|auswertungsbeginn|beginn des berichts',
  ],
  to: [
    'reporting ends',
    'koniec raportu|koniec raportowania|zakończenie raportowania',
    'berichtsende|auswertungsende|ende des berichts',
  ],
  currency: ['currency code|currency', 'kod waluty|waluta', 'währungscode|währung'],
  result_type: [
    'result type|result indicator',
    'typ wyniku|wskaźnik wyników|wskaźnik wyniku',
    'ergebnistyp|ergebnisindikator',
  ],
  spend: ['amount spent|cost|spend', 'wydana kwota|koszt', 'ausgegebener betrag|kosten'],
  impressions: ['impressions|impr.', 'wyświetlenia|wyświetl.|wyśw.', 'impressionen|impr.|impressions'],
  clicks: ['clicks (all)|clicks', 'kliknięcia (wszystkie)|kliknięcia', 'klicks (alle)|klicks'],
  linkClicks: ['link clicks', 'kliknięcia linku|kliknięcia linków|kliknięcia w link', 'link-klicks|linkklicks'],
  reach: ['reach', 'zasięg', 'reichweite'],
  conversions: ['conversions', 'konwersje', 'conversions|konversionen'],
  conversionValue: [
    'conv. value|conversion value|purchases conversion value|total conv. value',
    'wartość konw.|wartość konwersji|wartość konwersji zakupów',
    'conv.-wert|conversion-wert|conversion-wert der käufe|konversionswert|conversion-wert für käufe',
  ],
  results: ['results', 'wyniki', 'ergebnisse'],
  purchases: ['purchases|website purchases', 'zakupy|zakupy w witrynie', 'käufe|website-käufe'],
  leads: ['leads', 'kontakty|potencjalni klienci|kontakty (formularz)', 'leads'],
};

const FIELDS = new Map<string, { field: Field; languages: Set<Language> }>();
for (const [field, names] of Object.entries(HEADERS) as [Field, readonly string[]][])
  for (const [index, list] of names.entries())
    for (const name of list.split('|')) {
      const known = FIELDS.get(name) ?? { field, languages: new Set<Language>() };
      known.languages.add((['en', 'pl', 'de'] as const)[index] ?? 'en');
      FIELDS.set(name, known);
    }

export type Column = { field: Field; currency: string | null; name: string; languages: ReadonlySet<Language> };

/** Text folded for comparison: one kind of blank, no byte-order mark, lower case. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\ufeff\u200b-\u200f]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLocaleLowerCase('en');
}

/** The column a header names ('Amount spent (PLN)' → spend in PLN), or null. */
export function columnOf(header: string): Column | null {
  const name = header.trim().slice(0, 200);
  const folded = fold(header);
  const bracket = /^(.*\S) \(([a-z]{3})\)$/.exec(folded);
  const known = FIELDS.get(folded) ?? (bracket === null ? undefined : FIELDS.get(bracket[1] ?? ''));
  if (known === undefined) return null;
  const inCurrency = bracket !== null && !FIELDS.has(folded);
  return { ...known, name, currency: inCurrency ? (bracket[2] ?? '').toUpperCase() : null };
}

export const METRIC_FIELDS: ReadonlySet<Field> = new Set<Field>([
  ...(['spend', 'impressions', 'clicks', 'linkClicks', 'reach', 'conversions', 'conversionValue'] as const),
  ...(['results', 'purchases', 'leads'] as const),
]);

/** Whole numbers: a separator in them can only be one of thousands. */
export const COUNT_FIELDS: ReadonlySet<Field> = new Set<Field>(['impressions', 'clicks', 'linkClicks', 'reach']);
