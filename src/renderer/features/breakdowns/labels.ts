import type { BreakdownView } from '../../../contract/breakdowns.ts';
import type { Breakdown } from '../../../contract/datasets.ts';

type Row = Pick<BreakdownView['parts'][number]['rows'][number], 'segment' | 'label'>;

/** Words of platforms that mean something else, or nothing, when they are only written nicely. */
const WORDS: Record<string, string> = {
  connected_tv: 'Connected TV',
  iphone: 'iPhone',
  ipad: 'iPad',
  ipod: 'iPod',
  android_smartphone: 'Android phone',
  audience_network: 'Audience Network',
  content: 'Display Network',
  youtube_watch: 'YouTube videos',
  youtube_search: 'YouTube search',
  youtube: 'YouTube',
  search_partners: 'Search partners',
  mixed: 'Several networks',
  area_of_interest: 'interested in it',
  location_of_presence: 'was there',
  an_classic: 'Native, banner and interstitial',
};

/** 'facebook_reels_overlay' → 'Facebook reels overlay'. */
const nicely = (word: string): string => {
  const known = WORDS[word];
  if (known !== undefined) return known;
  const text = word.replaceAll('_', ' ').trim();
  return text === '' ? 'Unknown' : text.charAt(0).toUpperCase() + text.slice(1);
};

/** 'PL' → 'Poland' in the person's language; what is no region stays as it is. */
export const countryName = (code: string, locale: string | undefined): string => {
  if (!/^[A-Za-z]{2}$/.test(code)) return nicely(code);
  try {
    return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
};

/**
 * A country criterion (2000 + ISO 3166-1 numeric) as an alpha-2 code; null for anything else. A numeric region is an alias of its
 * two letters, so the canonical form of a language tag holds them and no table is needed.
 */
export const countryOfCriterion = (criterion: string): string | null => {
  const number = Number(criterion) - 2000;
  if (!/^\d{4}$/.test(criterion) || number < 1 || number > 999) return null;
  const region = Intl.getCanonicalLocales(`und-${String(number).padStart(3, '0')}`)[0]?.split('-')[1] ?? '';
  return /^[A-Z]{2}$/.test(region) ? region : null;
};

const ageOf = (age: string): string => (age === 'unknown' ? 'Unknown age' : age.replace('-', '–'));
const genderOf = (gender: string): string =>
  ({ female: 'Women', male: 'Men', unknown: 'Unknown gender' })[gender] ?? nicely(gender);

/** A cell in a person's words. What the platform itself named (regions, conversion actions) stays as it named it. */
export const segmentLabel = (breakdown: Breakdown, row: Row, locale: string | undefined): string => {
  const { segment } = row;
  if (breakdown === 'region' || breakdown === 'conversion_action') return row.label === '' ? 'Unnamed' : row.label;
  const parts = Object.keys(segment)
    .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map((key) => {
      const value = segment[key] ?? '';
      if (key === 'age') return ageOf(value);
      if (key === 'gender') return genderOf(value);
      if (key === 'country') return countryName(value, locale);
      if (key === 'geo') {
        const country = countryOfCriterion(value);
        return country === null ? `Area ${value}` : countryName(country, locale);
      }
      return nicely(value);
    });
  // 'Instagram · Instagram stories' says one word twice; behind its platform a position needs it no more.
  return parts
    .map((part, index) => {
      const before = `${parts[index - 1] ?? ''} `;
      const own = index > 0 && part.startsWith(before) ? part.slice(before.length) : part;
      return own === part ? part : own.charAt(0).toUpperCase() + own.slice(1);
    })
    .join(' · ');
};
const ORDER = ['gender', 'age', 'publisher', 'position', 'device', 'country', 'geo', 'geo_type'];
