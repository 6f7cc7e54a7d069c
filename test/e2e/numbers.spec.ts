import type { Page } from '@playwright/test';
import { each, test } from './demo.ts';
import { expect } from './fixtures.ts';
import * as screen from './reading.ts';
import {
  byCurrency,
  change,
  DASH,
  placesOf,
  plainText,
  subtotal,
  sumOf,
  told,
  written,
  type Figure,
  type Told,
} from './told.ts';

/** The screens' own days: the last 30 that are over, and the 30 before. NOW is midday of 20 November. */
const DAYS = { from: '2026-10-21', to: '2026-11-19' };
const EARLIER = '2026-09-21';
const TILES = ['Spend', 'Impressions', 'Clicks', 'CTR', 'Conversions', 'CPA'] as const;
const GRID = ['Spend', 'Conversions', 'CPA', 'ROAS'] as const;
const TABLE = {
  Spend: 'Spend',
  'Impr.': 'Impressions',
  Clicks: 'Clicks',
  CTR: 'CTR',
  CPC: 'CPC',
  'Conv.': 'Conversions',
  CVR: 'CVR',
  CPA: 'CPA',
  'Conv. value': 'Conv. value',
  ROAS: 'ROAS',
} as const satisfies Record<string, Figure>;
const COLUMNS = 'spend,impressions,clicks,ctr,cpc,conversions,conversionRate,cpa,conversionValue,roas';
const PLATFORMS = { meta: 'Meta Ads', google: 'Google Ads' } as const;

type Client = { name: string; path: string; days: Told[]; campaigns: Told[] };

const current = (rows: readonly Told[]): Told[] => rows.filter((row) => (row.date ?? '') >= DAYS.from);
const earlier = (rows: readonly Told[]): Told[] => rows.filter((row) => (row.date ?? '') < DAYS.from);
const changeOf = (figure: Figure, rows: readonly Told[]): string | null => {
  const before = earlier(rows);
  return before.length === 0 ? null : change(figure, sumOf(current(rows)), sumOf(before));
};

test('every number on screen is the one `tidemark insights` tells, for all clients of the demo', async ({
  app,
  demo,
}) => {
  test.setTimeout(240_000);
  const { page } = app;
  await page.setViewportSize({ width: 1280, height: 2400 });
  await app.open();
  await expect(page.getByRole('grid')).toBeVisible();
  const links = await screen.clientLinks(page);
  expect(links.length).toBe(24);
  const clients = await each(links, async ({ name, path }): Promise<Client> => ({
    name,
    path,
    days: await told(demo, name, EARLIER, DAYS.to, 'account', 'day'),
    campaigns: await told(demo, name, DAYS.from, DAYS.to, 'campaign', 'range'),
  }));
  // The demo is worth the comparison: nearly everybody has figures, in several currencies, one client in two.
  expect(clients.filter((one) => current(one.days).length > 0).length).toBeGreaterThan(20);
  expect(new Set(clients.flatMap(({ days }) => days.map((row) => row.currency))).size).toBeGreaterThanOrEqual(5);
  expect(clients.some(({ days }) => byCurrency(current(days)).length > 1)).toBe(true);

  await expectGrid(page, clients);
  for (const client of clients) {
    await screen.open(page, client.path, client.name);
    expect.soft(spoken(await screen.overview(page)), client.name).toEqual(overviewOf(client));
  }
  for (const client of clients) {
    await screen.open(page, `${client.path}/campaigns?preset=custom&cols=${COLUMNS}`, 'Campaigns');
    const { rows, totals } = await screen.table(page, client.campaigns.length);
    expect.soft(figuresIn(rows), `${client.name}: campaigns`).toEqual(rowsOf(client));
    expect.soft(figuresIn(totals), `${client.name}: totals`).toEqual(totalsOf(client));
  }
});

async function expectGrid(page: Page, clients: readonly Client[]): Promise<void> {
  await page.getByRole('button', { name: 'Per currency' }).click();
  const { rows, totals } = await screen.grid(page);
  const places = placesOf(clients.flatMap(({ days }) => blocksOf(days).map(({ sums }) => sums.conversions)));
  for (const { name, days } of clients) {
    // A line per currency, the one with more spend first; a third would be counted only.
    const blocks = blocksOf(days);
    const cells = GRID.flatMap((figure) => {
      const values = blocks
        .map(({ currency, sums }) =>
          written(figure, sums, currency, { mark: 'code', ...(figure === 'Conversions' && { places }) }),
        )
        .join(' / ');
      const changes = blocks.map(({ rows: days }) => changeOf(figure, days) ?? '').join(' / ');
      return figure === 'ROAS' ? [values] : [values, changes];
    });
    if (blocks.length > 0) expect.soft(rows.get(name), `${name} in the list`).toEqual(cells.map(plainText));
  }
  const all = blocksOf(clients.flatMap(({ days }) => days));
  for (const { currency, rows: days, sums } of all) {
    const cells = GRID.flatMap((figure) => {
      const value = written(figure, sums, currency, { mark: 'code', ...(figure === 'Conversions' && { places }) });
      // Somebody's earlier days are not all here: then the whole has nothing to be compared with.
      return figure === 'ROAS' ? [value] : [value, changeOf(figure, days) ?? ''];
    });
    expect.soft(totals.get(currency)?.[0], `all in ${currency}`).toEqual(plainText(cells[0] ?? ''));
    expect.soft(totals.get('all')?.[0]).toContain(plainText(subtotal(sums, currency)));
    for (const at of [2, 4, 6]) expect.soft(totals.get(currency)?.[at]).toEqual(plainText(cells[at] ?? ''));
  }
}

/** Per currency what counts now, the largest spend first. */
const blocksOf = (days: readonly Told[]) =>
  byCurrency(days)
    .map(([currency, rows]) => ({ currency, rows, sums: sumOf(current(rows)) }))
    .toSorted((a, b) => Number((b.sums.spend ?? -1n) - (a.sums.spend ?? -1n)));

function overviewOf({ days, campaigns }: Client): screen.Overview {
  const blocks = blocksOf(days).filter(({ rows }) => current(rows).length > 0);
  return Object.fromEntries(
    blocks.map(({ currency, rows, sums }) => {
      const own = campaigns.filter((row) => row.currency === currency);
      const largest = own
        .map((row) => ({ row, sums: sumOf([row]) }))
        .toSorted((a, b) => Number((b.sums.spend ?? -1n) - (a.sums.spend ?? -1n)))
        .slice(0, 5);
      const places = placesOf(largest.map(({ sums: own }) => own.conversions));
      return [
        blocks.length > 1 ? currency : '',
        {
          tiles: Object.fromEntries(
            TILES.map((figure) => [
              figure,
              [
                written(figure, sums, currency, { compact: true }),
                written(figure, sums, currency),
                changeOf(figure, rows) ?? DASH,
              ].map(plainText),
            ]),
          ),
          channels: (['google', 'meta'] as const).flatMap((platform) => {
            const ofPlatform = rows.filter((row) => row.platform === platform);
            const now = current(ofPlatform);
            return now.length === 0
              ? []
              : [
                  [
                    `${PLATFORMS[platform]}:`,
                    written('Spend', sumOf(now), currency),
                    changeOf('Spend', ofPlatform) ?? '',
                  ].map(plainText),
                ];
          }),
          top: largest.map(({ row, sums: own }) =>
            [
              row.entityName,
              written('Spend', own, currency),
              own.conversions === null ? DASH : `${written('Conversions', own, currency, { places })} conv.`,
            ].map(plainText),
          ),
        },
      ];
    }),
  );
}

/** A client or a channel the command tells nothing of has a dash for every figure: it is no figure, and left out on both sides. */
const spoken = (overview: screen.Overview): screen.Overview =>
  Object.fromEntries(
    Object.entries(overview)
      .filter(([, { tiles }]) => Object.values(tiles).some(([value]) => value !== DASH))
      .map(([name, { tiles, channels, top }]) => [
        name,
        { tiles, top, channels: channels.filter(([, spend]) => spend !== DASH).toSorted() },
      ]),
  );
const SILENT = Object.keys(TABLE)
  .map(() => DASH)
  .join(' | ');
const figuresIn = (lines: readonly string[]): string[] => lines.filter((line) => !line.endsWith(SILENT)).toSorted();

function rowsOf({ campaigns }: Client): string[] {
  const as = lookOf(campaigns);
  return campaigns
    .map((row) =>
      [row.entityName, ...Object.values(TABLE).map((figure) => written(figure, sumOf([row]), row.currency, as(figure)))]
        .map(plainText)
        .join(' | '),
    )
    .toSorted();
}

/** Codes where currencies meet; as many decimals of conversions as the column needs. */
const lookOf = (campaigns: readonly Told[]) => {
  const mark = byCurrency(campaigns).length > 1 ? ('code' as const) : ('narrowSymbol' as const);
  const places = placesOf(campaigns.map((row) => sumOf([row]).conversions));
  return (figure: Figure) => (figure === 'Conversions' ? { mark, places } : { mark });
};

function totalsOf({ campaigns }: Client): string[] {
  const as = lookOf(campaigns);
  return byCurrency(campaigns)
    .map(([currency, rows]) =>
      Object.values(TABLE)
        .map((figure) => plainText(written(figure, sumOf(rows), currency, as(figure))))
        .join(' | '),
    )
    .toSorted();
}
