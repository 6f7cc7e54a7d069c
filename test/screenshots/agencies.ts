import type { AccountSpec, AgencySpec } from '../../src/sandbox/sandbox.ts';
import { LONG_NAMES } from './names.ts';

const account = (platform: 'meta' | 'google', name: string, more: Partial<AccountSpec> = {}): AccountSpec => ({
  platform,
  name,
  currency: 'PLN',
  timezone: 'Europe/Warsaw',
  vertical: 'hotel',
  dailySpend: 480,
  campaigns: 4,
  ...(platform === 'google' ? { manager: 'agency' } : {}),
  ...more,
});
const managers = [{ key: 'agency', name: 'Northlight (MCC)', currency: 'PLN', timezone: 'Europe/Warsaw' }];
const anchor = '2026-11-20';

/** Enough clients that some are in, one is on its way and some wait. */
export const busyAgency: AgencySpec = {
  anchor,
  managers,
  clients: ['Hotel Bałtyk', 'Mebloteka', 'Klinika Uśmiech', 'Harbour & Finch', 'Pod Dębem', 'Studio Lumen'].map(
    (name, index) => ({ name, accounts: [account('meta', name, { campaigns: 5, dailySpend: 900 - index * 120 })] }),
  ),
};

const LONG_CAMPAIGNS = [
  'Wyszukiwarka – „Wczasy rehabilitacyjne dla seniorów nad morzem” – województwo zachodniopomorskie',
  'Herbstaktion Frühbucherrabatt für Familien mit Kindern – Niedersachsen & Nordrhein-Westfalen',
  'Remarketing: porzucone rezerwacje z ostatnich trzydziestu dni (bez zarezerwowanych)',
  'Gebäudehaftpflichtversicherung Bestandskundenrückgewinnung Mitteleuropa',
];

/** Names as long as Polish and German companies and their campaigns have. */
export const longAgency: AgencySpec = {
  anchor,
  managers: managers.map((each) => ({
    ...each,
    name: 'Agencja Reklamowo-Marketingowa „Światłocień” – konto menedżera',
  })),
  clients: LONG_NAMES.map((name, index) => ({
    name,
    accounts: (['meta', 'google'] as const).slice(0, index < 3 ? 2 : 1).map((platform) =>
      account(platform, `${name} – ${platform === 'meta' ? 'konto reklamowe główne' : 'Hauptwerbekonto'}`, {
        campaignNames: LONG_CAMPAIGNS,
        dailySpend: 12_400 / (index + 1),
        ...(index % 2 === 1 ? { currency: 'EUR', timezone: 'Europe/Berlin' } : {}),
      }),
    ),
  })),
};
