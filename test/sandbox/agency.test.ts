import { describe, expect, it } from 'vitest';
import { mustDay, dayText, DAY_MS, HOUR } from '../../src/sandbox/calendar.ts';
import type { Sandbox, TruthLevel, TruthRow } from '../../src/sandbox/sandbox.ts';
import { NOW, sandboxAt } from './clients.ts';

const SPAN = { from: '2025-10-01', to: '2026-11-21' };

function account(sandbox: Sandbox, name: string, platform: 'meta' | 'google' = 'meta') {
  const found = sandbox.truth.accounts().find((a) => a.name === name && a.platform === platform);
  if (found === undefined) throw new Error(`no account ${name}`);
  return { platform, adAccountId: found.adAccountId };
}

const sum = (rows: readonly TruthRow[]): [bigint, number, number, bigint] => [
  rows.reduce((total, row) => total + row.spendMicros, 0n),
  rows.reduce((total, row) => total + row.impressions, 0),
  rows.reduce((total, row) => total + row.clicks, 0),
  rows.reduce(
    (total, row) => total + Object.values(row.conversions).reduce((n, c) => n + c.countMicros + c.valueMicros, 0n),
    0n,
  ),
];

describe('the demo agency', () => {
  it('has the clients, currencies, zones and odd cases it promises', async () => {
    const sandbox = await sandboxAt();
    const accounts = sandbox.truth.accounts();
    expect(new Set(accounts.map((a) => a.client)).size).toBe(24);
    expect(accounts).toHaveLength(34);
    expect(new Set(accounts.map((a) => `${a.platform} ${a.adAccountId}`)).size).toBe(34);
    expect([...new Set(accounts.map((a) => a.currency))].toSorted()).toEqual(['EUR', 'GBP', 'JPY', 'PLN', 'USD']);
    expect(new Set(accounts.map((a) => a.timezone)).size).toBeGreaterThanOrEqual(6);
    expect(accounts.filter((a) => a.status === 'disabled')).toHaveLength(1);
    expect(accounts.filter((a) => a.status === 'closed')).toHaveLength(1);
    expect(accounts.filter((a) => a.campaigns === 0)).toHaveLength(1);
    expect(accounts.filter((a) => a.login === 'second')).toHaveLength(1);
    const currencies = new Map<string, Set<string>>();
    for (const a of accounts) currencies.set(a.client, (currencies.get(a.client) ?? new Set()).add(a.currency));
    expect([...currencies.values()].filter((set) => set.size > 1)).toHaveLength(1);
    const ads = accounts.reduce((total, a) => total + a.ads, 0);
    expect(ads).toBeGreaterThanOrEqual(600);
    expect(ads).toBeLessThanOrEqual(900);
    expect(accounts.every((a) => a.firstDay < '2025-10-21')).toBe(true);
  });

  it('contains the texts that break careless programs', async () => {
    const sandbox = await sandboxAt();
    const names = sandbox.truth
      .insights({ ...account(sandbox, 'Harbour & Finch "Main"'), level: 'campaign', ...SPAN, by: 'range' })
      .map((row) => row.entityName);
    for (const text of ['<script>alert(1)</script>', '=cmd()', 'حملة العلامة التجارية', '🌞', '"Sale"'])
      expect(names.some((name) => name.includes(text))).toBe(true);
  });

  it('is the same in every start and differs with the seed', async () => {
    const [a, b, c] = await Promise.all([sandboxAt(), sandboxAt(), sandboxAt(NOW, { seed: 5 })]);
    const question = { ...account(a, 'Księgarnia Ćma'), level: 'ad' as const, ...SPAN };
    expect(a.truth.accounts()).toEqual(b.truth.accounts());
    expect(a.truth.insights(question)).toEqual(b.truth.insights(question));
    expect(a.credentials).toEqual(b.credentials);
    expect(c.credentials).not.toEqual(a.credentials);
    expect(c.truth.accounts()).not.toEqual(a.truth.accounts());
  });

  it('adds up exactly on every level, and reach does not', async () => {
    const sandbox = await sandboxAt();
    for (const name of ['Hotel Złota Kotwica', '京都きもの工房']) {
      const question = { ...account(sandbox, name), from: '2026-06-01', to: '2026-08-31' };
      const rows = (level: TruthLevel, by: 'day' | 'range' = 'day') =>
        sandbox.truth.insights({ ...question, level, by });
      const expected = sum(rows('ad'));
      expect(expected[0]).toBeGreaterThan(0n);
      for (const level of ['ad_group', 'campaign', 'account'] as const) {
        expect(sum(rows(level))).toEqual(expected);
        expect(sum(rows(level, 'range'))).toEqual(expected);
      }
      const reach = (list: readonly TruthRow[]): number => list.reduce((total, row) => total + (row.reach ?? 0), 0);
      const [whole] = rows('account', 'range');
      expect(whole?.reach ?? 0).toBeLessThan(reach(rows('account')));
      expect(reach(rows('account'))).toBeLessThan(reach(rows('ad')));
      expect(whole?.reach ?? 0).toBeLessThanOrEqual(whole?.impressions ?? 0);
    }
  });

  it('has a weekly rhythm and seasons', async () => {
    const sandbox = await sandboxAt();
    const question = account(sandbox, 'Hotel Złota Kotwica');
    const july = sandbox.truth.total({ ...question, from: '2026-07-01', to: '2026-07-31' }).spendMicros;
    const february = sandbox.truth.total({ ...question, from: '2026-02-01', to: '2026-02-28' }).spendMicros;
    expect(july).toBeGreaterThan(february);
    const clinic = sandbox.truth.insights({
      ...account(sandbox, 'Klinika Uśmiech', 'google'),
      level: 'account',
      from: '2026-01-01',
      to: '2026-10-31',
    });
    const on = (weekday: number): bigint =>
      clinic
        .filter((row) => new Date(`${row.date ?? ''}T00:00:00Z`).getUTCDay() === weekday)
        .reduce((total, row) => total + row.spendMicros, 0n);
    expect(on(0)).toBeLessThan(on(1));
  });

  it('has one campaign that crashes and one that stops', async () => {
    const sandbox = await sandboxAt();
    const books = { ...account(sandbox, 'Księgarnia Ćma'), level: 'campaign' as const, by: 'range' as const };
    const before = sandbox.truth.insights({ ...books, from: '2026-10-10', to: '2026-10-22' });
    const after = sandbox.truth.insights({ ...books, from: '2026-10-24', to: '2026-11-05' });
    const drop = before.map(
      (row) =>
        Number(after.find((other) => other.entityId === row.entityId)?.spendMicros ?? 0n) / Number(row.spendMicros),
    );
    expect(Math.min(...drop)).toBeLessThan(0.3);
    const outfitters = {
      ...account(sandbox, 'Pacific Trail Outfitters'),
      level: 'campaign' as const,
      by: 'range' as const,
    };
    const once = new Set(sandbox.truth.insights({ ...outfitters, ...SPAN }).map((row) => row.entityId));
    const lately = new Set(
      sandbox.truth.insights({ ...outfitters, from: '2026-11-10', to: '2026-11-20' }).map((row) => row.entityId),
    );
    expect(once.size - lately.size).toBeGreaterThanOrEqual(3);
  });

  it('spends nothing on an account after it was switched off', async () => {
    const sandbox = await sandboxAt();
    const disabled = account(sandbox, 'Fahrradladen Kette');
    expect(sandbox.truth.total({ ...disabled, from: '2026-09-01', to: '2026-09-30' }).impressions).toBeGreaterThan(0);
    expect(sandbox.truth.total({ ...disabled, from: '2026-10-15', to: '2026-11-21' }).impressions).toBe(0);
  });
});

describe('as time passes', () => {
  it('today grows through the account-local day, nothing is known of tomorrow', async () => {
    const sandbox = await sandboxAt();
    const tokyo = account(sandbox, '喫茶むらさき');
    const midnight = Date.parse('2026-11-20T15:00:00Z');
    let before = -1;
    for (const hour of [1, 6, 12, 18, 23]) {
      sandbox.control.setNow(midnight + hour * HOUR);
      const { impressions } = sandbox.truth.total({ ...tokyo, from: '2026-11-21', to: '2026-11-21' });
      expect(impressions).toBeGreaterThanOrEqual(before);
      before = impressions;
      expect(sandbox.truth.insights({ ...tokyo, level: 'ad', from: '2026-11-22', to: '2026-12-31' })).toEqual([]);
    }
    expect(before).toBeGreaterThan(0);
  });

  it('yesterday still moves a little after midnight and then stands', async () => {
    const sandbox = await sandboxAt();
    const warsaw = account(sandbox, 'Mebloteka PL');
    const midnight = Date.parse('2026-11-19T23:00:00Z');
    const at = (ms: number) => {
      sandbox.control.setNow(ms);
      return sandbox.truth.total({ ...warsaw, from: '2026-11-19', to: '2026-11-19' });
    };
    const early = at(midnight + HOUR / 2);
    const settled = at(midnight + 3 * HOUR);
    expect(early.spendMicros).toBeLessThan(settled.spendMicros);
    expect(Number(settled.spendMicros - early.spendMicros)).toBeLessThan(Number(settled.spendMicros) * 0.03);
    expect(at(midnight + 20 * HOUR)).toMatchObject({
      spendMicros: settled.spendMicros,
      impressions: settled.impressions,
      clicks: settled.clicks,
    });
  });

  it('answers the same between two refreshes', async () => {
    const sandbox = await sandboxAt(NOW);
    const warsaw = { ...account(sandbox, 'Mebloteka PL'), level: 'ad' as const, from: '2026-11-15', to: '2026-11-21' };
    const first = sandbox.truth.insights(warsaw);
    sandbox.control.setNow(NOW + 14 * 60_000);
    expect(sandbox.truth.insights(warsaw)).toEqual(first);
  });

  it.each([
    ['meta', 'Mebloteka PL', 28],
    ['google', 'Księgarnia Ćma', 90],
  ] as const)(
    '%s conversions arrive late, only ever grow, and end after %s %d days',
    async (platform, name, longest) => {
      const sandbox = await sandboxAt();
      const question = {
        ...account(sandbox, name, platform),
        level: 'ad' as const,
        from: '2026-06-10',
        to: '2026-06-16',
      };
      const end = Date.parse('2026-06-16T22:00:00Z');
      const count = (days: number): Map<string, bigint> => {
        sandbox.control.setNow(end + days * DAY_MS);
        return new Map(
          sandbox.truth
            .insights(question)
            .flatMap((row) =>
              Object.entries(row.conversions).map(
                ([kind, c]) => [`${row.entityId} ${row.date ?? ''} ${kind}`, c.countMicros] as const,
              ),
            ),
        );
      };
      const totals: bigint[] = [];
      let before = new Map<string, bigint>();
      for (const days of [0, 1, 2, 4, 7, 10, 14, 21, longest]) {
        const now = count(days);
        for (const [key, value] of before) expect(now.get(key) ?? 0n).toBeGreaterThanOrEqual(value);
        totals.push([...now.values()].reduce((a, b) => a + b, 0n));
        before = now;
      }
      const last = totals.at(-1) ?? 0n;
      expect(totals[0] ?? 0n).toBeLessThan(last);
      expect(Number(totals[4] ?? 0n)).toBeGreaterThan(Number(last) * 0.6);
      expect([...count(longest + 300).values()].reduce((a, b) => a + b, 0n)).toBe(last);
    },
  );

  it('credits back a few per cent of about one day in a hundred, once, and never otherwise changes a settled day', async () => {
    const sandbox = await sandboxAt();
    let days = 0;
    let restated = 0;
    const first = mustDay('2025-12-01');
    for (const { platform, adAccountId, campaigns } of sandbox.truth.accounts()) {
      if (campaigns === 0) continue;
      const question = {
        platform,
        adAccountId,
        level: 'account' as const,
        from: dayText(first),
        to: dayText(first + 89),
      };
      const at = (day: number) => {
        sandbox.control.setNow(day * DAY_MS);
        return new Map(sandbox.truth.insights(question).map((row) => [row.date, row.spendMicros]));
      };
      const settled = at(first + 92);
      const later = at(first + 200);
      for (const [date, spend] of settled) {
        const now = later.get(date) ?? 0n;
        if (mustDay(date ?? '') < first + 92 - 26) expect(now).toBe(spend);
        days++;
        if (now === spend) continue;
        restated++;
        expect(Number(now) / Number(spend)).toBeGreaterThan(0.9);
        expect(now).toBeLessThan(spend);
      }
    }
    // Only the last 26 of the 90 days can still be open at the first look.
    expect(restated / ((days * 26) / 90)).toBeGreaterThan(0.001);
    expect(restated / ((days * 26) / 90)).toBeLessThan(0.03);
  });
});
