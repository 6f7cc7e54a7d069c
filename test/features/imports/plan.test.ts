import { describe, expect, it } from 'vitest';
import { addDays, eachDay } from '../../../src/main/domain/days.ts';
import type { PlanInput } from '../../../src/main/features/imports/plan-input.ts';
import { planImport } from '../../../src/main/features/imports/plan.ts';
import {
  afterDoing,
  ago,
  dataset,
  DAY,
  daysOf,
  everyLevel,
  input,
  LEVELS,
  NOW,
  plan,
  read,
  TODAY,
} from './plan-kit.ts';

describe('the daily figures', () => {
  it('of a new ad account are the last 30 days and today so far, the account first', () => {
    const first = plan();
    expect(first).toMatchObject({ kind: 'first', from: ago(30), to: TODAY });
    for (const level of LEVELS) expect(daysOf(first.items, level)).toEqual(eachDay(ago(30), TODAY));
    expect(first.items.map(({ level }) => level)).toEqual([
      'account',
      ...Array(2).fill('campaign'),
      ...Array(3).fill('ad_group'),
      ...Array(5).fill('ad'),
    ]);
    expect(first.items.every(({ reason }) => reason === 'new')).toBe(true);
    expect(first.sentences).toEqual(['First import: the last 30 days and today so far.']);
  });

  it('of a first import taken up again are those it left open, and none is called new', () => {
    const again = plan({
      notGot: LEVELS.map((level) => ({ level, dataset: null, from: ago(30), to: ago(1), since: NOW - DAY })),
    });
    expect(again.kind).toBe('first');
    expect(again.why).toBe('first import: today so far, and 30 days earlier imports left open');
    expect(again.sentences[0]).toBe('First import: today so far.');
  });

  it('later are what is new and what the platform may still change', () => {
    const next = plan({ reads: everyLevel([read('2026-01-01', ago(3), ago(3))]) });
    expect(next).toMatchObject({ kind: 'routine', from: ago(29), to: TODAY });
    expect(next.why).toBe(
      '2 days not read yet, today so far, and 27 days read again, which the platform may still correct, and 2 days earlier imports left open',
    );
    for (const level of LEVELS) expect(daysOf(next.items, level)).toEqual(eachDay(ago(31), TODAY));
    // Two days were read a little too early to be final, three days ago.
    expect(next.items.find(({ from }) => from === ago(31))?.days).toMatchObject({ read_early: 2 });
  });

  it('are asked for once a day: a second import of the day reads today only', () => {
    const once = input({ reads: everyLevel([read('2026-01-01', ago(1), ago(1))]) });
    const again = plan(afterDoing(once));
    for (const level of LEVELS) expect(daysOf(again.items, level)).toEqual([TODAY]);
    expect(again.calls).toBe(LEVELS.length);
    expect(again.why).toBe('today so far');
  });

  it('are read again on the same day for a person who asks hours later, each level by its own reading', () => {
    const reads = everyLevel([read('2026-01-01', ago(1), TODAY)]);
    const hours = (count: number) => plan({ reads, now: NOW + count * 3_600_000, againAfterMs: 6 * 3_600_000 });
    for (const level of LEVELS) {
      expect(daysOf(hours(5).items, level)).toEqual([TODAY]);
      expect(daysOf(hours(6).items, level)).toEqual(eachDay(ago(28), TODAY));
    }
    expect(hours(6).why).toBe('today so far, and 28 days read again, which the platform may still correct');
    const early = {
      ...reads,
      levels: { ...reads.levels, ad: [{ ...read('2026-01-01', ago(1), TODAY), readAt: NOW - 7 * 3_600_000 }] },
    };
    const mixed = plan({ reads: early, againAfterMs: 6 * 3_600_000 });
    expect(daysOf(mixed.items, 'ad')).toEqual(eachDay(ago(28), TODAY));
    expect(daysOf(mixed.items, 'campaign')).toEqual([TODAY]);
    expect(daysOf(plan({ reads: early }).items, 'ad')).toEqual([TODAY]);
  });

  it('already read today are left out when others are not', () => {
    const mixed = plan({ reads: everyLevel([read(ago(20), ago(11), TODAY), read(ago(10), ago(1), ago(1))]) });
    for (const level of LEVELS) expect(daysOf(mixed.items, level)).toEqual(eachDay(ago(10), TODAY));
  });

  it('fill a gap longer than the look-back whole, and each hole at whichever level it is', () => {
    const pause = plan({ reads: everyLevel([read('2025-11-01', '2026-01-10', '2026-01-10')]) });
    expect(pause).toMatchObject({ from: '2026-01-11', to: TODAY });
    expect(pause.why).toContain('29 days earlier imports left open');
    const holed = everyLevel([read('2025-11-01', ago(1), ago(0))]);
    const ad = [read('2025-11-01', '2025-12-03', ago(0)), read('2025-12-09', ago(1), ago(0))];
    const healed = plan({ reads: { ...holed, levels: { ...holed.levels, ad } } });
    expect(daysOf(healed.items, 'campaign')).toEqual([TODAY]);
    expect(daysOf(healed.items, 'ad')).toEqual([...eachDay('2025-12-04', '2025-12-08'), TODAY]);
    expect(healed.items.find(({ from }) => from === '2025-12-04')).toMatchObject({ reason: 'gap' });
    expect(healed.sentences.join(' ')).toContain('5 days missing among those that are here: 2025-12-04 to 2025-12-08.');
  });

  it('leave holes to whoever reads them already, and to whoever cancelled them', () => {
    const holed = everyLevel([read('2025-11-01', '2025-11-10', ago(0)), read('2025-12-01', ago(1), ago(0))]);
    const taken = LEVELS.map((level) => ({ level, dataset: null, from: '2025-11-05', to: '2025-11-30' }));
    for (const given of [{ inLine: taken }, { declined: taken }])
      expect(daysOf(plan({ reads: holed, ...given }).items, 'ad')).toEqual([TODAY]);
  });

  it('reach back as far as the longest conversion window, and what was final under a shorter one is read once more', () => {
    const wide = plan({
      reads: everyLevel([read('2025-10-01', ago(1), ago(1))]),
      conversionWindowDays: 90,
    });
    expect(daysOf(wide.items, 'account')).toEqual(eachDay(ago(91), TODAY));
    expect(wide.sentences.join(' ')).toContain(
      "a day is read again until 90 days after it, the ad account's longest conversion window",
    );
    // A shorter window of its own does not make the platform's look-back shorter, nor an absurd one longer than any.
    expect(plan({ conversionWindowDays: 7 }).lookbackDays).toBe(28);
    expect(plan({ conversionWindowDays: 4_000 }).lookbackDays).toBe(90);
  });

  it('are read again in whole after a new version of the API, and only then', () => {
    const reads = everyLevel([read('2025-10-01', ago(1), TODAY)]);
    const moved = plan({ reads, conversionsApiVersion: 'v1' });
    expect(daysOf(moved.items, 'campaign')).toEqual(eachDay(ago(90), TODAY));
    expect(moved.items.some(({ reason }) => reason === 'api_version')).toBe(true);
    expect(moved.sentences.join(' ')).toContain('moved from v1 to v2');
    expect(daysOf(plan({ reads, conversionsApiVersion: 'v2' }).items, 'campaign')).toEqual([TODAY]);
    expect(daysOf(plan({ reads }).items, 'campaign')).toEqual([TODAY]);
  });

  it('of small answers are asked for in fewer requests, of large ones never in larger pieces than the platform says', () => {
    const small = plan({ reads: everyLevel([read('2026-01-01', ago(1), ago(1), 5)]) });
    expect(small.items).toHaveLength(LEVELS.length);
    const large = plan({ reads: everyLevel([read('2026-01-01', ago(1), ago(1), 900)]) });
    expect(large.items.filter(({ level }) => level === 'ad')).toHaveLength(5);
  });

  it('that failed are asked for again until a later reading has them', () => {
    const reads = everyLevel([read('2026-01-01', ago(1), TODAY)]);
    const since = NOW - 3_600_000;
    const failed = { level: 'ad' as const, dataset: null, from: '2026-01-05', to: '2026-01-06' };
    const later = plan({ reads, notGot: [{ ...failed, since: NOW + 1 }] });
    expect(daysOf(later.items, 'ad')).toEqual(['2026-01-05', '2026-01-06', TODAY]);
    expect(later.items.find(({ from }) => from === '2026-01-05')).toMatchObject({ reason: 'not_got' });
    expect(daysOf(plan({ reads, notGot: [{ ...failed, since }] }).items, 'ad')).toEqual([TODAY]);
  });

  it('go first when the platform will soon forget them', () => {
    // 37 months before today is 2023-03-01: the oldest day left.
    const reads = everyLevel([read('2023-02-01', '2023-03-05', '2023-04-20'), read('2023-03-20', ago(1), TODAY)]);
    const rescue = plan({ reads });
    const first = rescue.items.slice(0, LEVELS.length);
    expect(new Set(first.map(({ level }) => level)).size).toBe(LEVELS.length);
    for (const item of first)
      expect(item).toMatchObject({ from: '2023-03-06', reason: 'expires', expiresOn: '2026-04-05' });
    expect(rescue.sentences.join(' ')).toContain('after 2026-04-05 the platform no longer has the oldest of them');
    const gone = plan({ reads: everyLevel([read('2022-01-01', '2022-06-01', '2022-08-01')]) });
    expect(gone.clamps).toEqual([
      expect.stringContaining("this computer's clock says"),
      expect.stringContaining('2022-06-02 to 2023-02-28 were never read'),
    ]);
    expect(daysOf(gone.items, 'account')[0]).toBe('2023-03-01');
  });
});

describe('bookmarks that cannot be (promise S22)', () => {
  it('days and readings in the future do not hide what is to be read', () => {
    const mad = everyLevel([
      read('2026-03-01', '2026-03-20', '2026-03-21'),
      { from: '2026-03-21', to: ago(1), readAt: NOW + 400 * 86_400_000, rows: 1 },
      read('2026-04-20', '2099-12-31', '2026-03-30'),
    ]);
    const healed = plan({ reads: mad });
    expect(healed.broken).toBe(true);
    for (const level of LEVELS) expect(daysOf(healed.items, level)).toEqual(eachDay('2026-03-01', TODAY));
    expect(
      plan(afterDoing(input({ reads: everyLevel([read('2026-03-01', '2026-03-20', '2026-03-21')]) }))).broken,
    ).toBe(false);
  });

  it('an absurd first day does not make the plan reach back to the middle ages', () => {
    const mad = everyLevel([read('1970-01-01', '1970-01-01', TODAY), read(ago(20), ago(1), ago(1))]);
    expect(daysOf(plan({ reads: mad }).items, 'account')).toEqual(eachDay(ago(20), TODAY));
  });
});

describe('a chosen range', () => {
  const chosen = (from: string, to: string) => ({ request: { kind: 'chosen' as const, from, to } });

  it('is read whole whatever is here, and cut with one notice to what the platform keeps', () => {
    const reads = everyLevel([read('2023-01-01', ago(1), TODAY)]);
    const cut = plan({ reads, ...chosen('2019-01-01', '2026-03-01') });
    expect(cut).toMatchObject({ from: '2023-03-01', to: '2026-03-01', why: 'the range you chose' });
    expect(cut.clamps).toEqual([expect.stringContaining('37 months')]);
    expect(daysOf(cut.items, 'ad')).toEqual(eachDay('2023-03-01', '2026-03-01'));
  });

  it.each([
    ['PAST_RETENTION', '2019-01-01', '2019-02-01'],
    ['IN_THE_FUTURE', '2026-04-01', '2026-04-02'],
    ['REVERSED', '2026-03-02', '2026-03-01'],
  ])('wholly impossible is refused with a sentence: %s', (code, from, to) => {
    expect(planImport(input(chosen(from, to)))).toMatchObject({
      ok: false,
      code,
      sentence: expect.stringMatching(/\.$/),
    });
  });

  it('clamps at month ends without inventing days, and tells shorter retentions once each', () => {
    const { capabilities } = input();
    const short = plan({
      now: Date.parse('2024-03-31T12:00:00Z'),
      capabilities: { ...capabilities, retentionMonths: 1 },
      ...chosen('2024-01-01', '2024-03-31'),
    });
    expect(short).toMatchObject({ from: '2024-03-01' });
    const five = plan({
      datasets: [
        dataset('campaign.hour'),
        dataset('account.hour'),
        dataset('campaign.day.device', { retentionMonths: 6 }),
      ],
      ...chosen('2021-04-01', TODAY),
    });
    expect(five.clamps).toEqual([
      expect.stringContaining('37 months'),
      expect.stringContaining('hours of campaigns, hours of the ad account for 13 months'),
      expect.stringContaining('6 months'),
    ]);
    expect(daysOf(five.items, 'campaign', 'campaign.hour')[0]).toBe('2025-03-01');
  });
});

describe('older days', () => {
  const back = (from: string) => ({ request: { kind: 'backfill' as const, from, to: TODAY } });

  it('are those that are not here; complete months are named and left alone unless forced', () => {
    const reads = everyLevel([read('2026-01-01', '2026-02-10', '2026-03-28')]);
    const rest = plan({ reads, ...back('2025-12-01') });
    expect(daysOf(rest.items, 'ad')).toEqual([...eachDay('2025-12-01', '2025-12-31'), ...eachDay('2026-02-11', TODAY)]);
    expect(rest.sentences.join(' ')).toContain('Left as it is, because it is complete: 2026-01.');
    expect(daysOf(plan({ reads, ...back('2025-12-01'), force: true }).items, 'ad')).toEqual(
      eachDay('2025-12-01', TODAY),
    );
    const complete = plan({ reads: everyLevel([read('2025-12-01', TODAY, TODAY)]), ...back('2025-12-01') });
    expect(complete.items).toEqual([]);
    expect(complete.sentences[0]).toBe('Of these days none is missing.');
  });

  it('never read as all here while something is still owed', () => {
    const all = everyLevel([read('2025-12-01', TODAY, TODAY)]);
    const cells = plan({
      datasets: [dataset('campaign.day.device', { everyDays: 7, priority: 30 })],
      reads: { ...all, datasets: new Map() },
      ...back('2025-12-01'),
    });
    expect(cells.items).not.toEqual([]);
    expect(cells.sentences[0]).toBe('The daily figures are all here; of hours, breakdowns or months some are not.');
    const early = plan({ reads: everyLevel([read('2026-03-01', TODAY, '2026-03-02')]), ...back('2026-03-01') });
    expect(early.items).not.toEqual([]);
    expect(early.sentences.join(' ')).not.toContain('none is missing');
  });

  it('do not ask for what is in line already', () => {
    const inLine = LEVELS.map((level) => ({ level, dataset: null, from: '2026-01-01', to: TODAY }));
    expect(daysOf(plan({ inLine, ...back('2025-12-01') }).items, 'ad')).toEqual(eachDay('2025-12-01', '2025-12-31'));
  });
});

describe('hours, breakdowns and months', () => {
  const hour = dataset('campaign.hour', { priority: 20 });
  const weekly = dataset('campaign.day.device', { everyDays: 7, priority: 30 });
  const month = dataset('campaign.month', { priority: 5, retentionMonths: 37 });
  const datasets = [weekly, hour, month];
  const core = [read('2025-01-01', ago(1), TODAY)];

  it('come after the daily figures, by priority, and begin with the days of a first import', () => {
    const first = plan({ datasets, reads: everyLevel(core) });
    const order = first.items.map((item) => item.dataset ?? item.level);
    expect(order).toEqual([...LEVELS, 'campaign.month', 'campaign.month', 'campaign.hour', 'campaign.day.device']);
    expect(daysOf(first.items, 'campaign', hour.id)).toEqual(eachDay(ago(30), TODAY));
    // What is read again once a week does not begin with a day that still runs.
    expect(daysOf(first.items, 'campaign', weekly.id)).toEqual(eachDay(ago(30), ago(1)));
    expect(first.items.filter((item) => item.dataset === month.id)).toMatchObject([
      { from: '2026-02-01', to: '2026-02-28' },
      { from: '2026-03-01', to: TODAY },
    ]);
  });

  it('are read again at their own pace, all moving days in one request when their turn has come', () => {
    const known = (readOn: string) => new Map([[weekly.id, [read(ago(60), ago(2), readOn)]]]);
    const reads = (readOn: string) => ({ ...everyLevel(core), datasets: known(readOn) });
    const rest = plan({ datasets: [weekly], reads: reads(ago(2)) });
    expect(daysOf(rest.items, 'campaign', weekly.id)).toEqual([ago(2), ago(1)]);
    expect(rest.putOff).toMatchObject([{ dataset: weekly.id, why: 'cadence', until: addDays(ago(2), 7) }]);
    expect(rest.sentences.join(' ')).toContain(`again on ${addDays(ago(2), 7)}: device of campaigns`);
    const due = plan({ datasets: [weekly], reads: reads(ago(7)) });
    expect(daysOf(due.items, 'campaign', weekly.id)).toEqual(eachDay(ago(35), ago(1)));
    expect(due.items.filter((item) => item.dataset === weekly.id)).toHaveLength(2);
  });

  it('of months are the running and the last one, each once more when it has settled, and those left out', () => {
    const periods = (...list: [string, string, string][]) => ({
      ...everyLevel(core),
      periods: new Map([[month.id, list.map(([from, to, readOn]) => read(from, to, readOn))]]),
    });
    const months = (reads: ReturnType<typeof periods>) =>
      plan({ datasets: [month], reads }).items.flatMap((item) => (item.dataset === null ? [] : [item.from]));
    const february: [string, string, string] = ['2026-02-01', '2026-02-28', ago(1)];
    const march: [string, string, string] = ['2026-03-01', TODAY, TODAY];
    // February settles 28 days after its end, on 28 March: it was read after that.
    expect(months(periods(february, march))).toEqual([]);
    expect(months(periods(['2026-02-01', '2026-02-28', '2026-03-20'], march))).toEqual(['2026-02-01']);
    // Read while it ran only, and a month in between never.
    expect(months(periods(['2025-12-01', '2025-12-20', '2025-12-20'], february, march))).toEqual([
      '2025-12-01',
      '2026-01-01',
    ]);
  });

  it('wait when the quota of the day does not suffice, least important first; the daily figures do not', () => {
    const tight = plan({ datasets, reads: everyLevel(core), operationsLeft: LEVELS.length + 2 });
    expect(tight.items.flatMap((item) => item.dataset ?? [])).toEqual(['campaign.month', 'campaign.month']);
    expect(tight.putOff.map(({ dataset: id, why }) => [id, why])).toEqual([
      ['campaign.hour', 'quota'],
      ['campaign.day.device', 'quota'],
    ]);
    expect(tight.sentences.join(' ')).toContain("put off, because the platform's quota for today does not suffice");
    expect(plan({ datasets, reads: everyLevel(core), operationsLeft: -5 }).items).toHaveLength(LEVELS.length);
  });

  it('the platform withholds are not asked for before their time', () => {
    const withheld = [{ dataset: hour.id, sentence: 'Opt in.', askAgainAt: NOW + 1 }];
    expect(plan({ datasets: [hour], reads: everyLevel(core), withheld }).putOff).toMatchObject([{ why: 'withheld' }]);
    const asked = [{ ...withheld[0]!, askAgainAt: NOW }];
    expect(plan({ datasets: [hour], reads: everyLevel(core), withheld: asked }).items).toHaveLength(LEVELS.length + 1);
  });
});

describe('days that fail again and again', () => {
  const reads = everyLevel([read(ago(60), ago(6), ago(0)), read(ago(4), ago(1), ago(0))]);
  const failing = (first: number, last: number, more: Partial<PlanInput['failing'][number]> = {}) => [
    {
      level: 'ad' as const,
      dataset: null,
      from: ago(5),
      to: ago(5),
      first: NOW - first * DAY,
      last: NOW - last * DAY,
      cameAt: null,
      ...more,
    },
  ];
  const asked = (change: Partial<PlanInput>): boolean =>
    daysOf(plan({ reads, ...change }).items, 'ad').includes(ago(5));

  it('are asked for with the next import, then after as long as they have been failing, at last once a week', () => {
    expect(asked({ failing: failing(1, 1) })).toBe(true);
    expect(asked({ failing: failing(2, 1) })).toBe(true);
    expect(asked({ failing: failing(3, 1) })).toBe(false);
    expect(asked({ failing: failing(3.9, 2) })).toBe(true);
    expect(asked({ failing: failing(90, 6.9) })).toBe(false);
    expect(asked({ failing: failing(90, 7.1) })).toBe(true);
  });

  it('that never come do not make the others rest as long as them once reports fail', () => {
    const never = failing(90, 1, { from: ago(20), to: ago(20), cameAt: NOW - 2 * DAY });
    expect(asked({ failing: [...never, ...failing(1, 1, { cameAt: NOW - 2 * DAY })] })).toBe(true);
  });

  it('are asked for when the clock of their failure ran ahead', () => {
    expect(asked({ failing: failing(-365, -365) })).toBe(true);
    expect(asked({ failing: failing(3, -365, { cameAt: NOW + 366 * DAY }) })).toBe(true);
  });

  it('rest at their level only, and are told with the day they are asked for again', () => {
    const resting = plan({ reads, failing: failing(9, 1) });
    expect(daysOf(resting.items, 'campaign')).toContain(ago(5));
    expect(resting.putOff).toEqual([
      { dataset: 'ad', from: ago(5), to: ago(5), why: 'failing', until: '2026-04-06', calls: 0 },
    ]);
    expect(resting.sentences).toContain(
      'Days of ads from 2026-03-26 to 2026-03-26 failed again and again: asked again on 2026-04-06. Retry asks at once.',
    );
  });

  it('are asked for whenever a person asks for them', () => {
    const often = failing(90, 1);
    expect(asked({ failing: often, force: true })).toBe(true);
    for (const kind of ['chosen', 'backfill'] as const)
      expect(asked({ failing: often, request: { kind, from: ago(10), to: TODAY } })).toBe(true);
  });

  it('are all asked for once a report has come, and till then the two newest alone', () => {
    const days = (cameAt: number | null): PlanInput['failing'] =>
      [20, 15, 10, 5].flatMap((day) => failing(1, 1, { from: ago(day), to: ago(day), cameAt }));
    const holed = everyLevel([]);
    const tried = (cameAt: number | null) => daysOf(plan({ reads: holed, failing: days(cameAt) }).items, 'ad');
    expect([20, 15, 10, 5].map((day) => tried(null).includes(ago(day)))).toEqual([false, false, true, true]);
    expect([20, 15, 10, 5].map((day) => tried(NOW).includes(ago(day)))).toEqual([true, true, true, true]);
  });

  it('of a first import are not forgotten when its newest days are all that came', () => {
    const newest = everyLevel([read(ago(2), ago(1), ago(0))]);
    expect(daysOf(plan({ reads: newest, firstFrom: ago(30) }).items, 'ad')).toEqual([
      ...eachDay(ago(30), ago(3)),
      TODAY,
    ]);
  });

  it('of a month rest as the whole question they are', () => {
    const month = dataset('account.month', { grain: 'month' });
    const rests = failing(9, 1, { level: 'account', dataset: 'account.month', from: '2026-03-01', to: ago(1) });
    const { items } = plan({ reads, datasets: [month], failing: rests });
    expect(items.filter((item) => item.dataset === 'account.month').map(({ from }) => from)).toEqual(['2026-02-01']);
  });
});
