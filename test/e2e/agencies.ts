import type { AccountSpec, AgencySpec } from '../../src/sandbox/sandbox.ts';

/** The instant every spec lives in, unless its subject is time itself: 10:30 in Warsaw, so all zones here have the same date. */
export const NOW = '2026-11-20T09:30:00Z';
/** What the screens show by default then: thirty full days that end yesterday. */
export const LAST_30 = { from: '2026-10-21', to: '2026-11-19' } as const;
/** What a first import reads then. */
export const FIRST_IMPORT = { from: '2026-10-21', to: '2026-11-20' } as const;

const meta = (name: string, more: Partial<AccountSpec> = {}): AccountSpec => ({
  platform: 'meta',
  name,
  currency: 'PLN',
  timezone: 'Europe/Warsaw',
  vertical: 'hotel',
  dailySpend: 480,
  campaigns: 4,
  ...more,
});
const google = (name: string, more: Partial<AccountSpec> = {}): AccountSpec => ({
  ...meta(name),
  platform: 'google',
  dailySpend: 310,
  ...more,
});
const LONDON = { currency: 'GBP', timezone: 'Europe/London' } as const;

/** Three clients, both platforms, two currencies: small enough that a spec imports it in a second or two. */
export const smallAgency: AgencySpec = {
  anchor: '2026-11-20',
  managers: [{ key: 'agency', name: 'Northlight (MCC)', currency: 'PLN', timezone: 'Europe/Warsaw' }],
  clients: [
    {
      name: 'Hotel Bałtyk',
      accounts: [meta('Hotel Bałtyk'), google('Bałtyk – Search', { manager: 'agency' })],
    },
    {
      name: 'Harbour & Finch',
      accounts: [
        meta('Harbour & Finch', { ...LONDON, vertical: 'shop', dailySpend: 150 }),
        google('Harbour & Finch', { ...LONDON, vertical: 'shop', dailySpend: 120 }),
      ],
    },
    { name: 'Old Mill', accounts: [meta('Old Mill', { ...LONDON, dailySpend: 20, status: 'disabled', campaigns: 1 })] },
  ],
};

/** One Meta account: for specs about one import. */
export const oneAccount: AgencySpec = {
  anchor: '2026-11-20',
  clients: [{ name: 'Hotel Bałtyk', accounts: [meta('Hotel Bałtyk')] }],
};

const attack = (n: number): string => `window.__executed=${n}`;

/** Names that run as script, markup, style, address or formula wherever a screen is careless. */
export const HOSTILE_NAMES: readonly string[] = [
  `<script>${attack(1)}</script>`,
  `<img src=x onerror="${attack(2)}">`,
  `<svg onload=${attack(3)}>`,
  `"><script>${attack(4)}</script>`,
  `'><img src=x onerror=${attack(5)}>`,
  `</title><script>${attack(6)}</script>`,
  `</textarea><script>${attack(7)}</script>`,
  `<iframe srcdoc="<script>parent.${attack(8)}</script>">`,
  `javascript:${attack(9)}`,
  `<a href="javascript:${attack(10)}">open</a>`,
  `<details open ontoggle=${attack(11)}>`,
  `<body onload=${attack(12)}>`,
  `<input autofocus onfocus=${attack(13)}>`,
  `<math><mi//xlink:href="data:x,<script>${attack(14)}</script>">`,
  `<style>@import 'javascript:${attack(15)}';</style>`,
  `{{constructor.constructor('${attack(16)}')()}}`,
  `\${${attack(17)}}`,
  `<svg><animate onbegin=${attack(18)} attributeName=x dur=1s>`,
  `<object data="javascript:${attack(19)}">`,
  `<video><source onerror="${attack(20)}">`,
  `&lt;script&gt;${attack(21)}&lt;/script&gt;`,
  `<scr<script>ipt>${attack(22)}</scr</script>ipt>`,
  `<meta http-equiv="refresh" content="0;url=javascript:${attack(23)}">`,
  `=HYPERLINK("javascript:${attack(24)}","x")`,
  `\u202Egnp.<img src=x onerror=${attack(25)}>`,
];

/** Every name a platform can send is hostile: client, ad account and 25 campaigns. */
export const hostileAgency: AgencySpec = {
  anchor: '2026-11-20',
  clients: [
    {
      name: HOSTILE_NAMES[1] ?? '',
      accounts: [
        meta(HOSTILE_NAMES[3] ?? '', {
          campaigns: HOSTILE_NAMES.length,
          campaignNames: HOSTILE_NAMES,
          // None paused or removed meanwhile: all of them are to be seen.
          characters: HOSTILE_NAMES.map(() => 'steady' as const),
          adGroups: 1,
          ads: 1,
        }),
        google(HOSTILE_NAMES[4] ?? '', { campaigns: 3, campaignNames: HOSTILE_NAMES.slice(0, 3), adGroups: 1, ads: 1 }),
      ],
    },
  ],
};

/** Slow to read: many slices, for specs that must catch an import in the middle. */
export const roomyAgency: AgencySpec = {
  anchor: '2026-11-20',
  clients: [
    { name: 'Hotel Bałtyk', accounts: [meta('Hotel Bałtyk', { campaigns: 6 }), google('Bałtyk – Search')] },
    { name: 'Mebloteka', accounts: [meta('Mebloteka', { vertical: 'shop', campaigns: 6 })] },
  ],
};
