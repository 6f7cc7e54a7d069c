import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { addDays, addMonths, daysInRange } from '../../../src/main/domain/days.ts';
import { DATASETS } from '../../../src/main/platforms/meta/datasets.ts';
import type { InsightRecord } from '../../../src/main/platforms/platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { accountOf, OCTOBER, open, platformOf, questions, RANGE, start } from './dataset-world.ts';
import { collect, collectRows, datasetRequest, failure, never } from './support.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

describe('only some entities', () => {
  it.each(['campaign', 'ad_group', 'ad'] as const)('rows of %s piece by piece are the whole', async (level) => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const request = { adAccount, level, ...RANGE, asynchronous: false };
    const whole = (await collectRows(open(sandbox).readInsights(request, never()))).records;
    const campaigns = [...new Set(whole.map((record) => record.campaignId!))];
    expect(campaigns.length).toBeGreaterThan(1);
    const pieces = [];
    for (const id of campaigns) {
      const entities = { level: 'campaign' as const, ids: [id] };
      const { records, setAside } = await collectRows(open(sandbox).readInsights({ ...request, entities }, never()));
      expect(setAside).toEqual([]);
      expect(records.every((record) => record.campaignId === id)).toBe(true);
      pieces.push(...records);
    }
    const order = (records: InsightRecord[]) =>
      records.toSorted((a, b) => (`${a.entityId} ${a.day}` < `${b.entityId} ${b.day}` ? -1 : 1));
    expect(order(pieces)).toEqual(order(whole));
  });

  it.each(['campaign.hour', 'campaign.day.country', 'ad.month'])('%s as well, also as a report', async (id) => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const request = datasetRequest(id, { adAccount, ...OCTOBER });
    const whole = (await collectRows(open(sandbox).readDataset(request, never()))).records;
    const campaignId = whole[0]!.campaignId!;
    for (const asynchronous of [false, true]) {
      const entities = { level: 'campaign' as const, ids: [campaignId] };
      const { records } = await collectRows(open(sandbox).readDataset({ ...request, entities, asynchronous }, never()));
      expect(records).toEqual(whole.filter((record) => record.campaignId === campaignId));
    }
  });

  it('a sum over some of the parts is never passed off as the whole', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const entities = { level: 'ad' as const, ids: ['1'] };
    for (const level of ['account', 'campaign', 'ad_group'] as const) {
      const request = { adAccount, level, ...RANGE, asynchronous: false, entities };
      expect(await failure(collect(open(sandbox).readInsights(request, never())))).toMatchObject({
        kind: 'permanent',
        code: 'REQUEST_REFUSED',
      });
    }
    expect(sandbox.control.requests()).toEqual([]);
  });
});

describe('a breakdown that needs an opt-in', () => {
  const ask = (name: string, server = sandbox, more = {}) =>
    open(server).readDataset(
      datasetRequest('campaign.day.publisher_device', { adAccount: accountOf(server, name), ...RANGE, ...more }),
      never(),
    );

  it('without rows although there was delivery says which step is missing', async () => {
    const told = await failure(collect(ask('Berlin')));
    expect(told).toMatchObject({ kind: 'permanent', code: 'OPT_IN_NEEDED', scope: 'ad_account' });
    expect(told.sentence).toMatch(/opts in.*Ads Manager/);
    // The answer and one look at the account, no more.
    expect(sandbox.control.requests()).toHaveLength(2);
    const entities = {
      level: 'campaign' as const,
      ids: sandbox.truth
        .insights(questions(accountOf(sandbox, 'Berlin'), 'campaign', RANGE))
        .map((row) => row.entityId),
    };
    expect(await failure(collect(ask('Berlin', sandbox, { entities })))).toMatchObject({ code: 'OPT_IN_NEEDED' });
  });

  it('without rows because nothing was delivered is empty and complete', async () => {
    expect((await collectRows(ask('Asleep'))).records).toEqual([]);
    const before = { from: '2024-01-02', to: '2024-01-08' };
    expect((await collectRows(ask('Berlin', sandbox, before))).records).toEqual([]);
  });

  it('opted in adds up like the others', async () => {
    const granted = await start({ metaImpressionDevice: true });
    try {
      const { records, setAside } = await collectRows(ask('Berlin', granted));
      expect(setAside).toEqual([]);
      const truth = granted.truth.insights(questions(accountOf(granted, 'Berlin'), 'campaign', RANGE));
      const spent = truth.reduce((sum, row) => sum + row.spendMicros, 0n);
      expect(records.reduce((sum, record) => sum + BigInt(record.spendMicros ?? 0), 0n)).toBe(spent);
      expect(records[0]?.segment).toEqual({ publisher: expect.any(String), device: expect.any(String) });
    } finally {
      await granted.close();
    }
  });
});

it('Meta has one look-back for every ad account', async () => {
  expect(await open(sandbox).readConversionWindow(accountOf(sandbox, 'Berlin'), never())).toBeNull();
  expect(sandbox.control.requests()).toEqual([]);
});

describe('how far back', () => {
  const today = '2026-11-21';

  it('the oldest day of 37 months is answered, the day before the limit says so once', async () => {
    const { retentionMonths } = platformOf(sandbox).capabilities;
    const adAccount = accountOf(sandbox, 'Berlin');
    const limit = addMonths(today, -retentionMonths);
    const ask = (from: string) =>
      collect(
        open(sandbox).readInsights({ adAccount, level: 'account', from, to: from, asynchronous: false }, never()),
      );
    expect(daysInRange(limit, today)).toBeGreaterThanOrEqual(1123);
    await ask(addDays(limit, 1));
    const before = sandbox.control.requests().length;
    expect(await failure(ask(addDays(limit, -1)))).toMatchObject({ kind: 'permanent', code: 'PAST_RETENTION' });
    expect(sandbox.control.requests().length - before).toBe(1);
  });

  it('every dataset is answered on the oldest day its row names', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    for (const { id, retentionMonths } of DATASETS.filter(({ breakdown }) => breakdown !== 'publisher_device')) {
      const from = addDays(addMonths(today, -retentionMonths), 1);
      const { records } = await collectRows(
        open(sandbox).readDataset(datasetRequest(id, { adAccount, from, to: from }), never()),
      );
      // The account delivers since June 2024: 13 months back there is something to see, 37 months back there is not.
      expect(records.length > 0).toBe(from >= '2024-06-01');
    }
  });
});
