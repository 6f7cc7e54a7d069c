import { describe, expect, it } from 'vitest';
import { DAY, NOW } from '../../store/helpers.ts';
import { accountRow, adRow, AGES, campaignRow, cell, checkKit, groupRow, HOURS, MONTHS, type Figures } from './kit.ts';

type Kit = ReturnType<typeof checkKit>;
const D1 = '2026-11-01';
const D2 = '2026-11-02';

/** Two campaigns with a group each, and two ads in each group, on two days; everything adds up. */
function wholeAccount(kit: Kit, range: { from?: string; to?: string } = {}, days: string[] = [D1, D2]): void {
  const rows = <T>(make: (day: string) => T[]): T[] => days.flatMap(make);
  kit.tell(
    'account',
    rows((day) => [accountRow(day, [30_000_000, 3000, 30])]),
    range,
  );
  kit.tell(
    'campaign',
    rows((day) => [campaignRow('11', day, [10_000_000, 1000, 10]), campaignRow('12', day, [20_000_000, 2000, 20])]),
    range,
  );
  kit.tell(
    'ad_group',
    rows((day) => [
      groupRow('21', '11', day, [10_000_000, 1000, 10]),
      groupRow('22', '12', day, [20_000_000, 2000, 20]),
    ]),
    range,
  );
  kit.tell(
    'ad',
    rows((day) => [
      adRow('31', '21', '11', day, [4_000_000, 400, 4]),
      adRow('32', '21', '11', day, [6_000_000, 600, 6]),
      adRow('33', '22', '12', day, [20_000_000, 2000, 20]),
    ]),
    range,
  );
}

describe('levels', () => {
  it('that add up raise nothing, and days never read are no gap', async () => {
    const kit = checkKit();
    wholeAccount(kit);
    expect(await kit.check('2026-10-01', '2026-11-20')).toMatchObject({ found: 0, resolved: 0 });
    expect(kit.gaps().gaps).toEqual([]);
  });

  it('a campaign missing at campaign level is named with its amount, kept in history, and closed by the next reading (S23)', async () => {
    const kit = checkKit();
    wholeAccount(kit);
    const known = kit.db
      .prepare('SELECT * FROM insight_day WHERE level = 1 AND day = 20261102 ORDER BY entity_key')
      .all();
    kit.at(NOW + DAY);
    // The platform answers again, without campaign 12 on the second day.
    kit.tell('campaign', [
      campaignRow('11', D1, [10_000_000, 1000, 10]),
      campaignRow('12', D1, [20_000_000, 2000, 20]),
      campaignRow('11', D2, [10_000_000, 1000, 10]),
    ]);
    wholeAccountWithoutCampaigns(kit);
    await kit.check();
    const { gaps, counts } = kit.gaps();
    expect(counts).toEqual({ open: 6, notSettled: 0, readApart: 0, resolved: 0 });
    const spend = gaps.filter((gap) => gap.metric === 'spendMicros');
    expect(spend).toMatchObject([
      {
        check: 'ad_group=campaign',
        entity: { id: '12', name: 'Campaign 12' },
        from: D2,
        expected: null,
        actual: 20_000_000,
        state: 'open',
      },
      {
        check: 'campaign=account',
        entity: { level: 'campaign', id: '12' },
        from: D2,
        expected: 20_000_000,
        actual: null,
      },
    ]);
    expect(spend[1]?.sentence).toBe(
      "Campaign Campaign 12 is missing among the campaigns of 2026-11-02: 20.00 PLN of the ad account's spend.",
    );
    // What was known of it stays, and nothing was put in as zero.
    const rows = kit.db.prepare('SELECT spend_micros FROM insight_day WHERE level = 1 AND day = 20261102').all();
    expect(rows).toHaveLength(known.length);
    expect(kit.db.prepare('SELECT count(*) AS n FROM insight_day WHERE spend_micros = 0').get()).toEqual({ n: 0 });

    kit.at(NOW + 2 * DAY);
    wholeAccount(kit);
    expect(await kit.check()).toMatchObject({ found: 0, resolved: 6 });
    expect(kit.gaps().gaps).toEqual([]);
    expect(kit.gaps(true).gaps.every((gap) => gap.state === 'resolved' && gap.resolvedAt !== null)).toBe(true);
  });

  function wholeAccountWithoutCampaigns(kit: Kit): void {
    const days = [D1, D2];
    kit.tell(
      'account',
      days.map((day) => accountRow(day, [30_000_000, 3000, 30])),
    );
    kit.tell(
      'ad_group',
      days.flatMap((day) => [
        groupRow('21', '11', day, [10_000_000, 1000, 10]),
        groupRow('22', '12', day, [20_000_000, 2000, 20]),
      ]),
    );
  }

  it('an ad group whose ads have less is named, to the micro', async () => {
    const kit = checkKit();
    wholeAccount(kit);
    kit.tell(
      'ad',
      [
        adRow('31', '21', '11', D1, [4_000_000, 400, 4]),
        adRow('32', '21', '11', D1, [5_999_999, 600, 6]),
        adRow('33', '22', '12', D1, [20_000_000, 2000, 20]),
      ],
      { from: D1, to: D1 },
    );
    await kit.check();
    expect(kit.gaps().gaps).toMatchObject([
      {
        check: 'ad=ad_group',
        entity: { level: 'ad_group', id: '21' },
        metric: 'spendMicros',
        expected: 10_000_000,
        actual: 9_999_999,
      },
    ]);
    expect(kit.gaps().gaps[0]?.sentence).toBe(
      'The ads of Ad set Group 21 add up to 9.999999 PLN on 2026-11-01, 0.000001 PLN less than its own 10.00 PLN.',
    );
  });

  it('a gap on a day the platform is still changing is not settled, and one read apart waits for the next reading', async () => {
    const kit = checkKit();
    kit.at(Date.parse('2026-11-03T12:00:00Z'));
    wholeAccount(kit);
    kit.tell(
      'campaign',
      [campaignRow('11', D2, [10_000_000, 1000, 10]), campaignRow('12', D2, [20_500_000, 2000, 20])],
      { from: D2, to: D2 },
    );
    await kit.check();
    expect(kit.gaps().counts).toMatchObject({ open: 0, notSettled: 2 });
    // Read again when settled, but the ad groups a day before the rest.
    kit.at(Date.parse('2026-11-10T12:00:00Z'));
    wholeAccount(kit);
    kit.at(Date.parse('2026-11-11T12:00:00Z'));
    kit.tell(
      'campaign',
      [campaignRow('11', D2, [10_000_000, 1000, 10]), campaignRow('12', D2, [20_500_000, 2000, 20])],
      { from: D2, to: D2 },
    );
    await kit.check();
    expect(kit.gaps().counts).toMatchObject({ open: 0, notSettled: 0, readApart: 2 });
  });

  it('a campaign that has no ad groups by its kind is no gap; one of an unknown kind with half its groups is', async () => {
    const kit = checkKit({
      platform: 'google',
      levelSums: { metrics: ['spendMicros'], undivided: ['PERFORMANCE_MAX'] },
    });
    const of: Figures = [10_000_000, 1000, 10];
    kit.tell('account', [accountRow(D1, [30_000_000, 3000, 30])]);
    kit.tell('campaign', [campaignRow('11', D1, of), campaignRow('12', D1, of), campaignRow('13', D1, of)]);
    kit.tell('ad_group', [groupRow('22', '12', D1, [4_000_000, 400, 4])]);
    kit.tell('ad', []);
    kit.db.exec(
      `UPDATE entity SET objective = 'PERFORMANCE_MAX' WHERE entity_id = '11'; UPDATE entity SET objective = 'SEARCH' WHERE entity_id = '13'`,
    );
    await kit.check();
    expect(kit.gaps().gaps.map((gap) => [gap.check, gap.entity.id])).toEqual([
      ['ad_group=campaign', '12'],
      ['ad_group=campaign', '13'],
    ]);
  });

  it('a metric one level does not report at all is not compared', async () => {
    const kit = checkKit();
    wholeAccount(kit);
    kit.tell(
      'ad',
      [
        { ...adRow('31', '21', '11', D1, [10_000_000, 1000, 10]), clicks: null },
        { ...adRow('33', '22', '12', D1, [20_000_000, 2000, 20]), clicks: null },
      ],
      { from: D1, to: D1 },
    );
    // The store keeps what was told before; a first reading has nothing to keep.
    kit.db.exec('UPDATE insight_day SET clicks = NULL WHERE level = 3');
    await kit.check(D1, D1);
    expect(kit.gaps().gaps.filter((gap) => gap.metric === 'clicks')).toEqual([]);
  });
});

describe('hours, cells and months against days', () => {
  const hoursOf = (of: Figures[]) =>
    of.map((one, hour) => cell(campaignRow('11', D1, one), { hour: String(hour).padStart(2, '0') }));

  it('hours that lack an hour are named; the same answer complete closes the gap', async () => {
    const kit = checkKit();
    wholeAccount(kit);
    kit.tell('campaign', [campaignRow('11', D1, [10_000_000, 1000, 10])], { from: D1, to: D1 });
    kit.tellDataset(
      HOURS,
      hoursOf([
        [4_000_000, 400, 4],
        [5_000_000, 500, 5],
      ]),
      D1,
      D1,
    );
    await kit.check(D1, D1);
    const hours = () => kit.gaps().gaps.filter((gap) => gap.check === 'hours=day');
    expect(hours()).toMatchObject([
      { dataset: 'campaign.hour', metric: 'clicks', expected: 10, actual: 9 },
      { metric: 'impressions', expected: 1000, actual: 900 },
      { metric: 'spendMicros', expected: 10_000_000, actual: 9_000_000, state: 'open' },
    ]);
    kit.tellDataset(
      HOURS,
      hoursOf([
        [4_000_000, 400, 4],
        [5_000_000, 500, 5],
        [1_000_000, 100, 1],
      ]),
      D1,
      D1,
    );
    await kit.check(D1, D1);
    expect(hours()).toEqual([]);
  });

  it('cells may be off by the rounding of their six decimals, not by more', async () => {
    const kit = checkKit();
    kit.tell('campaign', [campaignRow('11', D1, [10_000_000, 1000, 10])], { from: D1, to: D1 });
    const ages = (spend: number) => [
      cell(campaignRow('11', D1, [spend, 400, 4]), { age: '18-24' }),
      cell(campaignRow('11', D1, [6_000_000, 600, 6]), { age: '25-34' }),
    ];
    kit.tellDataset(AGES, ages(3_999_998), D1, D1);
    await kit.check(D1, D1);
    expect(kit.gaps().gaps).toEqual([]);
    kit.tellDataset(AGES, ages(3_999_997), D1, D1);
    await kit.check(D1, D1);
    expect(kit.gaps().gaps).toMatchObject([{ check: 'cells=day', dataset: 'campaign.day.age', actual: 9_999_997 }]);
  });

  it('a month is compared only when all its days were read (S6)', async () => {
    const kit = checkKit();
    const month = cell(campaignRow('11', '2026-10-01', [310_000_000, 31_000, 311]), {}, '2026-10-31');
    kit.tellDataset(MONTHS, [month], '2026-10-01', '2026-10-31');
    const days = Array.from({ length: 31 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
    kit.tell(
      'campaign',
      days.slice(1).map((day) => campaignRow('11', day, [10_000_000, 1000, 10])),
      { from: '2026-10-02', to: '2026-10-31' },
    );
    await kit.check('2026-10-01', '2026-10-31');
    expect(kit.gaps().gaps).toEqual([]);
    kit.tell('campaign', [campaignRow('11', '2026-10-01', [10_000_000, 1000, 10])], {
      from: '2026-10-01',
      to: '2026-10-01',
    });
    await kit.check('2026-10-05', '2026-10-06');
    expect(kit.gaps().gaps).toMatchObject([
      {
        check: 'month=days',
        from: '2026-10-01',
        to: '2026-10-31',
        metric: 'clicks',
        expected: 311,
        actual: 310,
        state: 'open',
      },
    ]);
  });
});

it('a large ad account is checked in short steps', async () => {
  const kit = checkKit();
  const days = Array.from({ length: 30 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
  const ads = Array.from({ length: 400 }, (_, index) => String(1000 + index));
  const range = { from: days[0] ?? '', to: days.at(-1) ?? '' };
  const one: Figures = [1_000_000, 100, 1];
  kit.tell(
    'account',
    days.map((day) => accountRow(day, [400_000_000, 40_000, 400])),
    range,
  );
  kit.tell(
    'campaign',
    days.map((day) => campaignRow('11', day, [400_000_000, 40_000, 400])),
    range,
  );
  kit.tell(
    'ad_group',
    days.map((day) => groupRow('21', '11', day, [400_000_000, 40_000, 400])),
    range,
  );
  kit.tell(
    'ad',
    days.flatMap((day) => ads.map((id) => adRow(id, '21', '11', day, one))),
    range,
  );
  let rounds = 0;
  let checking = true;
  const count = (): void => {
    rounds += 1;
    if (checking) setImmediate(count);
  };
  setImmediate(count);
  const report = await kit.check(range.from, range.to);
  checking = false;
  expect(report).toMatchObject({ found: 0, days: 30 });
  // A week of one kind of figures each, and others are let in between.
  expect(report.steps).toBeGreaterThanOrEqual(15);
  expect(rounds).toBeGreaterThanOrEqual(report.steps);
});
