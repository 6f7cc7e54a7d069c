import { expect, test } from 'vitest';
import { wholeProgress } from '../../src/contract/import-progress.ts';
import type { InsightRow } from '../../src/contract/dashboards.ts';
import { LEVELS, type Level } from '../../src/contract/vocabulary.ts';
import { addDays, dayInZone } from '../../src/main/domain/days.ts';
import { startSandbox, type AccountSpec, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { startTestEngine, tempHome } from '../engine/engine-kit.ts';

/**
 * Sixty nights in the life of an agency: conversions that come up to ninety days late, restatements, nights asleep. At the end every
 * day inside an account's window is what really happened, and every answer ever given can be given again.
 */
const DAY_MS = 86_400_000;
const FIRST_NIGHT = Date.parse('2026-02-20T05:10:00Z');
const NIGHTS = 60;
/** Nights on which the machine slept through its hour; the last of them are in a row. */
const ASLEEP = new Set([3, 11, 12, 13, 26, 34, 35, 36, 37, 38, 39, 40, 41, 52]);
const ACCOUNTS: readonly (AccountSpec & { window: number })[] = [
  { ...account('meta', 'Żabka Nowa Huta', 'Europe/Warsaw', 'PLN'), window: 28 },
  { ...account('google', 'Pacific Dental', 'America/Los_Angeles', 'USD'), conversionWindowDays: 90, window: 90 },
  { ...account('google', 'Himalaya Tea', 'Asia/Kathmandu', 'EUR'), window: 30 },
];

function account(platform: 'meta' | 'google', name: string, timezone: string, currency: string): AccountSpec {
  return {
    platform,
    name,
    timezone,
    currency,
    vertical: 'shop',
    dailySpend: 900,
    campaigns: 2,
    adGroups: 2,
    ads: 1,
    characters: ['steady', 'grow'],
    since: '2025-10-01',
  };
}

type Client = Awaited<ReturnType<typeof startTestEngine>>['client'];
type Answer = { night: number; at: number; level: Level; client: string; rows: string[] };

const figures = (rows: readonly InsightRow[]): string[] =>
  rows.map((row) =>
    JSON.stringify([
      row.entityId,
      row.period,
      row.spendMicros,
      row.impressions,
      row.clicks,
      Object.entries(row.conversions).toSorted(([left], [right]) => (left < right ? -1 : 1)),
      row.headlineConversions,
      row.conversionValueMicros,
    ]),
  );

async function importAll(client: Client): Promise<string[]> {
  await client.imports.start({ clientIds: 'all', platforms: null, range: null });
  return settled(client);
}

async function settled(client: Client): Promise<string[]> {
  for await (const snapshot of wholeProgress(await client.imports.progress({}))) {
    const { running, waiting, queued } = snapshot.counts;
    if (running + waiting + queued === 0) return snapshot.imports.map((one) => one.status);
  }
  return [];
}

function wholeRange(at: number): { from: string; to: string } {
  return { from: addDays(dayInZone(at, 'UTC'), -95), to: addDays(dayInZone(at, 'UTC'), 1) };
}

async function answersOf(client: Client, names: Map<string, string>, night: number, at: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [name, clientId] of names)
    for (const level of ['account', 'ad'] as const) {
      const view = await client.dashboards.insights({
        clientId,
        range: wholeRange(at),
        level,
        by: 'day',
        platforms: null,
      });
      answers.push({ night, at, level, client: name, rows: figures(view.rows) });
    }
  return answers;
}

function truthOf(sandbox: Sandbox, name: string, level: Level, from: string, to: string): Map<string, unknown[]> {
  const found = sandbox.truth.accounts().find((one) => one.name === name);
  if (!found) throw new Error(name);
  const rows = sandbox.truth.insights({ platform: found.platform, adAccountId: found.adAccountId, level, from, to });
  return new Map(
    rows
      .filter((row) => row.impressions > 0 || row.clicks > 0)
      .map((row) => {
        // Shops: the purchase is what Google counts as primary and Meta tells as omni_purchase.
        const purchases = Number(row.conversions['purchase']?.countMicros ?? 0n);
        return [`${row.entityId} ${row.date}`, [Number(row.spendMicros), row.impressions, row.clicks, purchases]];
      }),
  );
}

test('sixty days with late conversions, restatements and nights asleep end in the truth and remember every answer', async () => {
  let now = FIRST_NIGHT;
  const sandbox = await startSandbox({
    agency: { anchor: '2026-03-20', clients: ACCOUNTS.map((one) => ({ name: one.name, accounts: [one] })) },
    now: () => now,
  });
  const home = tempHome();
  const answers: Answer[] = [];
  let names = new Map<string, string>();
  try {
    for (let night = 0; night < NIGHTS; night += 1) {
      now = FIRST_NIGHT + night * DAY_MS;
      if (night % 6 === 5) sandbox.control.restate({ share: 0.05, from: addDays(dayInZone(now, 'UTC'), -20) });
      if (ASLEEP.has(night)) continue;
      const engine = await startTestEngine({ home, endpointOverrides: sandbox.urls, fixedNow: now, logLevel: 'error' });
      const { client } = engine;
      if (night === 0) {
        const { meta, google } = sandbox.credentials;
        await client.connections.addPasted({ platform: 'meta', app: {}, secret: meta.systemUserToken });
        await client.connections.addPasted({
          platform: 'google',
          app: { clientId: google.clientId, clientSecret: google.clientSecret },
          secret: google.refreshToken,
        });
        const listed = (await client.adAccounts.list({ connectionId: null })).filter((one) => !one.manager);
        await client.adAccounts.assign({
          assignments: listed.map(({ platform, adAccountId, name }) => ({ platform, adAccountId, client: name })),
        });
        names = new Map((await client.clients.names({})).map(({ id, name }) => [name, id]));
        const to = dayInZone(now, 'UTC');
        await client.imports.start({ clientIds: 'all', platforms: null, range: { from: addDays(to, -92), to } });
        await settled(client);
      }
      const statuses = await importAll(client);
      expect(new Set(statuses), `night ${night}`).toEqual(new Set(['succeeded']));
      answers.push(...(await answersOf(client, names, night, now)));
      await engine.stop();
    }

    // One more night without restatements before it is compared: what changed after the last reading nobody can know.
    now += DAY_MS;
    const engine = await startTestEngine({ home, endpointOverrides: sandbox.urls, fixedNow: now, logLevel: 'error' });
    await importAll(engine.client);
    for (const { name, timezone, window } of ACCOUNTS) {
      const today = dayInZone(now, timezone);
      const range = { from: addDays(today, -window), to: today };
      const clientId = names.get(name) ?? '';
      for (const level of LEVELS) {
        const view = await engine.client.dashboards.insights({ clientId, range, level, by: 'day', platforms: null });
        const truth = truthOf(sandbox, name, level, range.from, range.to);
        const got = new Map(
          view.rows.map((row) => [
            `${row.entityId} ${row.period}`,
            [
              row.spendMicros,
              row.impressions,
              row.clicks,
              Math.round(
                ((row.platform === 'google' ? row.headlineConversions : row.conversions['omni_purchase']) ?? 0) *
                  1_000_000,
              ),
            ],
          ]),
        );
        expect(truth.size, `${name} ${level}`).toBeGreaterThan(0);
        for (const [key, row] of truth) expect(got.get(key), `${name} ${level} ${key}`).toEqual(row);
        expect([...got.keys()].filter((key) => !truth.has(key) && got.get(key)?.[1] !== 0)).toEqual([]);
      }
    }

    let changed = 0;
    for (const answer of answers) {
      const view = await engine.client.dashboards.insights({
        clientId: names.get(answer.client) ?? '',
        range: wholeRange(answer.at),
        level: answer.level,
        by: 'day',
        platforms: null,
        asKnownOn: new Date(answer.at).toISOString(),
      });
      const again = figures(view.rows);
      const wrong = answer.rows.findIndex((row, index) => row !== again[index]);
      expect(again[wrong], `night ${answer.night}, ${answer.client}, ${answer.level}`).toBe(answer.rows[wrong]);
      expect(again.length).toBe(answer.rows.length);
      const today = await engine.client.dashboards.insights({
        clientId: names.get(answer.client) ?? '',
        range: wholeRange(answer.at),
        level: answer.level,
        by: 'day',
        platforms: null,
      });
      if (figures(today.rows).join() !== answer.rows.join()) changed += 1;
    }
    // The past did move: remembering it was not for nothing.
    expect(changed).toBeGreaterThan(answers.length / 2);
  } finally {
    await sandbox.close();
  }
});
