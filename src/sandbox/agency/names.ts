import { pick } from '../hash.ts';
import type { Account } from './entities.ts';
import type { Vertical } from './spec.ts';

/** Words of campaigns per country (by zone) and trade: an agency's lists are in its clients' languages. */
const NAMES: Record<string, Partial<Record<Vertical, readonly string[]>> & { any: readonly string[] }> = {
  pl: {
    hotel: [
      'Rezerwacje bezpośrednie',
      'Majówka – pakiety rodzinne',
      'Ferie zimowe',
      'SPA dla dwojga',
      'Remarketing – porzucone rezerwacje',
    ],
    restaurant: ['Lunch w tygodniu', 'Rezerwacja stolika', 'Dostawa do domu', 'Przyjęcia okolicznościowe'],
    shop: ['Bestsellery', 'Nowa kolekcja jesień', 'Wyprzedaż końcówek', 'Katalog – remarketing', 'Święta'],
    any: ['Marka', 'Zasięg lokalny', 'Pozyskiwanie kontaktów', 'Remarketing 30 dni', 'Konwersje – szeroka grupa'],
  },
  de: {
    hotel: ['Direktbuchung', 'Wellness-Wochenende', 'Frühbucher', 'Geschäftsreisende'],
    shop: ['Bestseller', 'Herbstkollektion', 'Räumungsverkauf', 'Katalog – Remarketing', 'Weihnachten'],
    any: ['Marke', 'Reichweite lokal', 'Anfragen', 'Remarketing 30 Tage', 'Neukunden – breite Zielgruppe'],
  },
  jp: {
    shop: ['秋の新作コレクション', 'ブランド指名', 'リターゲティング', '福袋キャンペーン'],
    any: ['ブランド指名', '予約獲得', 'リターゲティング', '地域リーチ', '新規顧客'],
  },
  en: {
    hotel: ['Direct bookings', 'Weekend escapes', 'Early bird', 'Abandoned booking remarketing'],
    restaurant: ['Book a table', 'Weekday lunch', 'Delivery radius', 'Private dining'],
    shop: ['Best sellers', 'New arrivals', 'Clearance', 'Catalogue remarketing', 'Holiday gifts'],
    any: ['Brand', 'Local reach', 'Lead generation', 'Remarketing 30d', 'Prospecting – broad'],
  },
};

const language = (zone: string): string =>
  zone === 'Europe/Warsaw'
    ? 'pl'
    : zone === 'Europe/Berlin' || zone === 'Europe/Vienna'
      ? 'de'
      : zone === 'Asia/Tokyo'
        ? 'jp'
        : 'en';

/** The name of an account's n-th campaign; numbered when the list has been used up, as people do. */
export function campaignNames(account: Account, index: number, key: number): string {
  const words = NAMES[language(account.timezone)] ?? NAMES['en'];
  const list = [...(words?.[account.vertical] ?? []), ...(words?.any ?? [])];
  const base = list[index % list.length] ?? 'Campaign';
  const suffix = pick(key, ['', '', ' | 2026', ' // CBO', '']);
  return index < list.length ? base + suffix : `${base} ${Math.floor(index / list.length) + 1}`;
}

export const adNames = {
  groups: {
    meta: [
      'Lookalike 1%',
      'Broad 25–54',
      'Website visitors 30d',
      'Interest: travel',
      'Video viewers 75%',
      'Advantage+ audience',
    ],
    google: ['Exact', 'Phrase', 'Brand terms', 'Competitors', 'Generic', 'Long tail'],
  },
  ads: {
    meta: ['Carousel', 'Reel 15s', 'Static – offer', 'UGC video', 'Story', 'Testimonial "5 stars"'],
    google: ['RSA', 'RSA price', 'RSA benefit', 'Headline test'],
  },
} as const;
