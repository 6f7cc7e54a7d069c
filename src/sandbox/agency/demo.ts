import type { AccountSpec, AgencySpec, ClientSpec, PlatformName, Vertical } from './spec.ts';

type Place = readonly [currency: string, timezone: string];
const PL: Place = ['PLN', 'Europe/Warsaw'];
const DE: Place = ['EUR', 'Europe/Berlin'];
const UK: Place = ['GBP', 'Europe/London'];
const NY: Place = ['USD', 'America/New_York'];
const LA: Place = ['USD', 'America/Los_Angeles'];
const JP: Place = ['JPY', 'Asia/Tokyo'];

function account(
  platform: PlatformName,
  name: string,
  [currency, timezone]: Place,
  vertical: Vertical,
  dailySpend: number,
  more: Partial<AccountSpec> = {},
): AccountSpec {
  return { platform, name, currency, timezone, vertical, dailySpend, ...more };
}

const client = (name: string, ...accounts: AccountSpec[]): ClientSpec => ({ name, accounts });
const AGENCY = { manager: 'agency' };
const EUROPE = { manager: 'europe' };

/** A right-to-left name, and the texts that break careless screens and spreadsheets: they must come through as plain text. */
const AWKWARD_NAMES = [
  'حملة العلامة التجارية',
  '<script>alert(1)</script>',
  '=cmd()',
  'Summer "Sale" 🌞 – 50% off',
  "L'été d'abord; DROP TABLE ads",
];

/** The demo agency: 24 clients, 34 ad accounts on two platforms, five currencies, six zones, with every odd case an agency has. */
export const demoAgency: AgencySpec = {
  managers: [
    { key: 'agency', name: 'Northlight Digital (MCC)', currency: 'PLN', timezone: 'Europe/Warsaw' },
    { key: 'europe', name: 'Northlight – DE & UK', parent: 'agency', currency: 'EUR', timezone: 'Europe/Berlin' },
  ],
  clients: [
    client(
      'Hotel Złota Kotwica',
      account('meta', 'Hotel Złota Kotwica', PL, 'hotel', 620, { since: '2023-05-15' }),
      account('google', 'Złota Kotwica – Google', PL, 'hotel', 540, { ...AGENCY, since: '2023-05-15' }),
    ),
    client('Pierogarnia Pod Żurawiem', account('meta', 'Pod Żurawiem', PL, 'restaurant', 130)),
    client(
      'Księgarnia Ćma',
      account('meta', 'Księgarnia Ćma', PL, 'shop', 240, { characters: ['steady', 'crash', 'grow'] }),
      account('google', 'Księgarnia Ćma', PL, 'shop', 300, AGENCY),
    ),
    client('Klinika Uśmiech Łódź', account('google', 'Klinika Uśmiech', PL, 'clinic', 410, AGENCY)),
    client('Studio Jogi Spokój', account('meta', 'Studio Jogi Spokój', PL, 'gym', 90)),
    client(
      'Mebloteka',
      account('meta', 'Mebloteka PL', PL, 'shop', 700),
      account('google', 'Mebloteka DE (EUR)', DE, 'shop', 180, EUROPE),
    ),
    client(
      'Weingut Müller & Söhne',
      account('meta', 'Weingut Müller & Söhne', DE, 'shop', 110),
      account('google', 'Weingut Müller', DE, 'shop', 95, EUROPE),
    ),
    client('Gästehaus Seeblick', account('meta', 'Gästehaus Seeblick', DE, 'hotel', 85)),
    client('Zahnarztpraxis Dr. Groß', account('google', 'Zahnarzt Dr. Groß', DE, 'clinic', 120, EUROPE)),
    client('Fahrradladen Kette', account('meta', 'Fahrradladen Kette', DE, 'shop', 75, { status: 'disabled' })),
    client('Sprachschule Brücke', account('google', 'Sprachschule Brücke', DE, 'school', 60, EUROPE)),
    client(
      'The Copper Kettle',
      account('meta', 'The Copper Kettle', UK, 'restaurant', 48),
      account('google', 'Copper Kettle – Search', UK, 'restaurant', 36, EUROPE),
    ),
    client(
      'Harbour & Finch',
      account('meta', 'Harbour & Finch "Main"', UK, 'shop', 190, { campaignNames: AWKWARD_NAMES, campaigns: 7 }),
      account('google', 'Harbour & Finch', UK, 'shop', 220, EUROPE),
    ),
    client('Whitby Dental Care', account('google', 'Whitby Dental Care', UK, 'clinic', 70, EUROPE)),
    client(
      "O'Malley's Gym",
      account('meta', "O'Malley's Gym", UK, 'gym', 55),
      account('google', "O'Malley's Gym (old)", UK, 'gym', 30, { ...EUROPE, status: 'closed' }),
    ),
    client('Juniper Street Bakery', account('meta', 'Juniper Street Bakery', NY, 'restaurant', 62)),
    client(
      'Blue Mesa Realty',
      account('meta', 'Blue Mesa Realty', LA, 'leads', 160),
      account('google', 'Blue Mesa Realty', LA, 'leads', 240),
    ),
    client(
      'Pacific Trail Outfitters',
      account('meta', 'Pacific Trail Outfitters', LA, 'shop', 330, {
        characters: ['steady', 'grow', 'pause', 'archived', 'removed'],
      }),
      account('google', 'Pacific Trail', LA, 'shop', 280, AGENCY),
    ),
    client('Brightside Tutoring', account('google', 'Brightside Tutoring', NY, 'school', 90, AGENCY)),
    client('Lakeshore Veterinary', account('meta', 'Lakeshore Veterinary', ['USD', 'America/Chicago'], 'clinic', 58)),
    client('喫茶むらさき', account('meta', '喫茶むらさき', JP, 'restaurant', 9_000)),
    client(
      '京都きもの工房',
      account('meta', '京都きもの工房', JP, 'shop', 26_000, { login: 'second' }),
      account('google', '京都きもの工房', JP, 'shop', 31_000, AGENCY),
    ),
    client('さくら歯科クリニック', account('google', 'さくら歯科クリニック', JP, 'clinic', 14_000, AGENCY)),
    client('Nordwind Startup GmbH', account('meta', 'Nordwind Startup', DE, 'leads', 40, { campaigns: 0 })),
  ],
};
