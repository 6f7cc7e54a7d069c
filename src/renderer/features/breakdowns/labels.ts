import type { BreakdownView } from '../../../contract/breakdowns.ts';
import type { Breakdown } from '../../../contract/datasets.ts';
import { t, type Message } from '../../ui/text.ts';
import { cell } from './messages-cells.ts';

type Row = Pick<BreakdownView['parts'][number]['rows'][number], 'segment' | 'label'>;

/** Words of platforms that mean something else, or nothing, when they are only written nicely. */
const WORDS: Record<string, Message<string>> = {
  connected_tv: cell.connectedTv,
  iphone: cell.iphone,
  ipad: cell.ipad,
  ipod: cell.ipod,
  android_smartphone: cell.androidPhone,
  audience_network: cell.audienceNetwork,
  content: cell.displayNetwork,
  youtube_watch: cell.youtubeVideos,
  youtube_search: cell.youtubeSearch,
  youtube: cell.youtube,
  search_partners: cell.searchPartners,
  mixed: cell.severalNetworks,
  area_of_interest: cell.interestedInIt,
  location_of_presence: cell.wasThere,
  an_classic: cell.nativeAndBanner,
};
const GENDERS: Record<string, Message<string>> = { female: cell.women, male: cell.men, unknown: cell.unknownGender };

/** 'facebook_reels_overlay' → 'Facebook reels overlay'. */
const nicely = (word: string): string => {
  const known = WORDS[word];
  if (known !== undefined) return t(known);
  const text = word.replaceAll('_', ' ').trim();
  return text === '' ? t(cell.unknown) : text.charAt(0).toUpperCase() + text.slice(1);
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

const ageOf = (age: string): string => (age === 'unknown' ? t(cell.unknownAge) : age.replace('-', '–'));
const genderOf = (gender: string): string => {
  const known = GENDERS[gender];
  return known === undefined ? nicely(gender) : t(known);
};

/** A cell in a person's words. What the platform itself named (regions, conversion actions) stays as it named it. */
export const segmentLabel = (breakdown: Breakdown, row: Row, locale: string | undefined): string => {
  const { segment } = row;
  if (breakdown === 'region' || breakdown === 'conversion_action')
    return row.label === '' ? t(cell.unnamed) : row.label;
  const parts = Object.keys(segment)
    .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map((key) => {
      const value = segment[key] ?? '';
      if (key === 'age') return ageOf(value);
      if (key === 'gender') return genderOf(value);
      if (key === 'country') return countryName(value, locale);
      if (key === 'geo') {
        const country = countryOfCriterion(value);
        return country === null ? t(cell.area, { criterion: value }) : countryName(country, locale);
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
