import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ALL_STATUSES, everyRow, graph, micros, NOW, sandboxAt, send, type Body } from './clients.ts';

const idOf = (sandbox: Sandbox, name: string): string =>
  sandbox.truth.accounts().find((a) => a.platform === 'meta' && a.name === name)?.adAccountId ?? '';
const RANGE = { since: '2026-09-01', until: '2026-09-30' };
const everything = (level: string) => [{ field: `${level}.effective_status`, operator: 'IN', value: ALL_STATUSES }];
const spendOf = (rows: readonly Body[]): bigint => rows.reduce((total: bigint, row) => total + micros(row.spend), 0n);
const count = (rows: readonly Body[], key: string): number =>
  rows.reduce((total: number, row) => total + Number(row[key] ?? 0), 0);
const action = (row: Body, type: string, key = 'value'): number =>
  Number(row.actions?.find((a: Body) => a.action_type === type)?.[key] ?? 0);

describe('insights against the truth', () => {
  it.each(['Mebloteka PL', 'Pacific Trail Outfitters', '喫茶むらさき'])(
    '%s: every level and increment adds up to the last micro',
    async (name) => {
      const sandbox = await sandboxAt();
      const id = idOf(sandbox, name);
      const truth = sandbox.truth.total({ platform: 'meta', adAccountId: id, from: RANGE.since, to: RANGE.until });
      expect(truth.spendMicros).toBeGreaterThan(0n);
      for (const level of ['account', 'campaign', 'adset', 'ad']) {
        for (const increment of ['1', '7', 'monthly', 'all_days']) {
          const rows = await everyRow(sandbox, `act_${id}/insights`, {
            level,
            fields: 'spend,impressions,clicks',
            time_range: RANGE,
            time_increment: increment,
            limit: '500',
            ...(level === 'account' ? {} : { filtering: everything(level) }),
          });
          expect([level, increment, spendOf(rows), count(rows, 'impressions'), count(rows, 'clicks')]).toEqual([
            level,
            increment,
            truth.spendMicros,
            truth.impressions,
            truth.clicks,
          ]);
        }
      }
    },
  );

  it('ad rows of each day equal the truth, with results under the default attribution', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const rows = await everyRow(sandbox, `act_${id}/insights`, {
      level: 'ad',
      fields: 'ad_id,ad_name,spend,impressions,clicks,reach,actions,action_values',
      time_range: RANGE,
      time_increment: '1',
      limit: '100',
      filtering: everything('ad'),
    });
    const truth = sandbox.truth.insights({
      platform: 'meta',
      adAccountId: id,
      level: 'ad',
      from: RANGE.since,
      to: RANGE.until,
    });
    expect(rows).toHaveLength(truth.length);
    const byKey = new Map(rows.map((row) => [`${row.ad_id} ${row.date_start}`, row]));
    expect(byKey.size).toBe(rows.length);
    for (const expected of truth) {
      const row = byKey.get(`${expected.entityId} ${expected.date ?? ''}`);
      expect(row).toMatchObject({
        ad_name: expected.entityName,
        date_stop: expected.date,
        impressions: String(expected.impressions),
        clicks: String(expected.clicks),
      });
      expect(micros(row.spend)).toBe(expected.spendMicros);
      expect(row.reach === undefined ? null : Number(row.reach)).toBe(expected.reach);
      for (const type of ['omni_purchase', 'purchase', 'offsite_conversion.fb_pixel_purchase'])
        expect(action(row, type)).toBe(Number(expected.conversions['purchase']?.countMicros ?? 0n) / 1_000_000);
      const value = row.action_values?.find((a: Body) => a.action_type === 'omni_purchase')?.value ?? '0';
      expect(micros(value)).toBe(expected.conversions['purchase']?.valueMicros ?? 0n);
    }
  });

  it('leaves archived and deleted objects out below the account unless asked, and keeps them in account totals', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Pacific Trail Outfitters');
    const old = { since: '2026-01-01', until: '2026-02-28' };
    const ask = (level: string, filtering?: unknown) =>
      everyRow(sandbox, `act_${id}/insights`, {
        level,
        fields: 'spend',
        time_range: old,
        ...(filtering === undefined ? {} : { filtering }),
        limit: '500',
      });
    const whole = spendOf(await ask('account'));
    expect(spendOf(await ask('campaign'))).toBeLessThan(whole);
    expect(spendOf(await ask('campaign', everything('campaign')))).toBe(whole);
    const gone = await ask('campaign', [
      { field: 'campaign.effective_status', operator: 'IN', value: ['ARCHIVED', 'DELETED'] },
    ]);
    expect(spendOf(gone) + spendOf(await ask('campaign'))).toBe(whole);
  });
});

describe('the shape of rows', () => {
  it('has texts, only asked fields, and no empty ones', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const fallback = await graph(sandbox, `act_${id}/insights`);
    expect(Object.keys(fallback.body.data[0]).toSorted()).toEqual(['date_start', 'date_stop', 'impressions', 'spend']);
    expect(fallback.body.data[0]).toMatchObject({ date_start: '2026-10-22', date_stop: '2026-11-20' });
    const rows = await everyRow(sandbox, `act_${idOf(sandbox, 'Lakeshore Veterinary')}/insights`, {
      level: 'ad',
      fields:
        'spend,impressions,clicks,ctr,cpc,cpm,actions,action_values,frequency,quality_ranking,account_currency,objective,campaign_name,adset_name',
      time_range: RANGE,
      time_increment: '1',
      limit: '500',
    });
    expect(rows.some((row) => row.clicks === '0' && row.cpc === undefined && row.ctr === undefined)).toBe(true);
    expect(rows.some((row) => row.action_values === undefined)).toBe(true);
    for (const row of rows) {
      for (const key of ['spend', 'impressions', 'clicks', 'ctr', 'cpc', 'cpm', 'frequency'])
        expect(['string', 'undefined']).toContain(typeof row[key]);
      expect(Number(row.impressions)).toBeGreaterThanOrEqual(Number(row.clicks));
    }
    const campaign = await graph(sandbox, `act_${id}/insights`, {
      level: 'campaign',
      fields: 'campaign_id,ad_id,spend',
    });
    expect(campaign.body.data[0].ad_id).toBeUndefined();
  });

  it('prints yen without decimals and others with at most two', async () => {
    const sandbox = await sandboxAt();
    const spends = async (name: string): Promise<string[]> =>
      (
        await everyRow(sandbox, `act_${idOf(sandbox, name)}/insights`, {
          level: 'ad',
          fields: 'spend',
          time_increment: '1',
          limit: '500',
        })
      ).map((row) => row.spend);
    expect((await spends('喫茶むらさき')).every((text) => /^\d+$/.test(text))).toBe(true);
    expect((await spends('The Copper Kettle')).every((text) => /^\d+(\.\d|\.\d[1-9])?$/.test(text))).toBe(true);
  });

  it('gives a key per asked window, leaves out removed windows, and counts more in longer ones', async () => {
    const sandbox = await sandboxAt();
    const [row] = await everyRow(sandbox, `act_${idOf(sandbox, 'Mebloteka PL')}/insights`, {
      fields: 'actions,action_values',
      time_range: RANGE,
      action_attribution_windows: ['1d_click', '7d_click', '28d_click', '1d_view', '7d_view', '28d_view'],
    });
    const purchase = row.actions.find((a: Body) => a.action_type === 'omni_purchase');
    expect(Object.keys(purchase).toSorted()).toEqual([
      '1d_click',
      '1d_view',
      '28d_click',
      '7d_click',
      'action_type',
      'value',
    ]);
    expect(Number(purchase['1d_click'])).toBeLessThan(Number(purchase['7d_click']));
    expect(Number(purchase['7d_click'])).toBeLessThan(Number(purchase['28d_click']));
    expect(Number(purchase.value)).toBe(Number(purchase['7d_click']) + Number(purchase['1d_view']));
    const [plain] = await everyRow(sandbox, `act_${idOf(sandbox, 'Mebloteka PL')}/insights`, {
      fields: 'actions',
      time_range: RANGE,
    });
    expect(Object.keys(plain.actions[0]).toSorted()).toEqual(['action_type', 'value']);
  });

  it('makes lead the sum of its parts', async () => {
    const sandbox = await sandboxAt();
    const [row] = await everyRow(sandbox, `act_${idOf(sandbox, 'Blue Mesa Realty')}/insights`, {
      fields: 'actions',
      time_range: RANGE,
    });
    expect(action(row, 'lead')).toBe(
      action(row, 'onsite_conversion.lead_grouped') + action(row, 'offsite_conversion.fb_pixel_lead'),
    );
    expect(action(row, 'lead')).toBeGreaterThan(0);
  });

  it('sorts and filters by metrics', async () => {
    const sandbox = await sandboxAt();
    const rows = await everyRow(sandbox, `act_${idOf(sandbox, 'Mebloteka PL')}/insights`, {
      level: 'ad',
      fields: 'ad_id,spend,impressions',
      sort: ['spend_descending'],
      filtering: [{ field: 'impressions', operator: 'GREATER_THAN', value: 1000 }],
    });
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.every((row) => Number(row.impressions) > 1000)).toBe(true);
    expect(rows.map((row) => Number(row.spend))).toEqual(
      rows.map((row) => Number(row.spend)).toSorted((a, b) => b - a),
    );
  });
});

describe('ranges', () => {
  it('pages stay one list although time passes between them', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const params = {
      level: 'ad',
      fields: 'ad_id,spend',
      time_range: { since: '2026-11-19', until: '2026-11-21' },
      time_increment: '1',
    };
    const whole = await everyRow(sandbox, `act_${id}/insights`, { ...params, limit: '500' });
    const first = await graph(sandbox, `act_${id}/insights`, { ...params, limit: '5' });
    sandbox.control.setNow(NOW + 6 * 3_600_000);
    const rows: Body[] = [...first.body.data];
    for (let next = first.body.paging.next; next !== undefined;) {
      const page = await send(next);
      rows.push(...page.body.data);
      next = page.body.paging.next;
    }
    expect(rows).toEqual(whole);
  });

  it('cuts months and weeks at the range, takes several ranges, and has nothing for the future', async () => {
    const sandbox = await sandboxAt();
    const path = `act_${idOf(sandbox, 'Mebloteka PL')}/insights`;
    const dates = (rows: Body[]): string[] => rows.map((row) => `${row.date_start}/${row.date_stop}`);
    expect(
      dates(
        await everyRow(sandbox, path, {
          time_range: { since: '2026-08-15', until: '2026-10-03' },
          time_increment: 'monthly',
        }),
      ),
    ).toEqual(['2026-08-15/2026-08-31', '2026-09-01/2026-09-30', '2026-10-01/2026-10-03']);
    expect(
      dates(
        await everyRow(sandbox, path, {
          time_range: { since: '2026-09-01', until: '2026-09-10' },
          time_increment: '7',
        }),
      ),
    ).toEqual(['2026-09-01/2026-09-07', '2026-09-08/2026-09-10']);
    expect(
      dates(await everyRow(sandbox, path, { time_ranges: [RANGE, { since: '2026-10-01', until: '2026-10-02' }] })),
    ).toEqual(['2026-09-01/2026-09-30', '2026-10-01/2026-10-02']);
    expect(await everyRow(sandbox, path, { time_range: { since: '2026-11-22', until: '2026-12-31' } })).toEqual([]);
    expect(dates(await everyRow(sandbox, path, { date_preset: 'yesterday' }))).toEqual(['2026-11-20/2026-11-20']);
  });

  it('means the account local day', async () => {
    const sandbox = await sandboxAt(Date.parse('2026-11-20T23:30:00Z'));
    const today = async (name: string): Promise<string> =>
      (await graph(sandbox, `act_${idOf(sandbox, name)}/insights`, { date_preset: 'yesterday' })).body.data[0]
        .date_start;
    expect(await today('喫茶むらさき')).toBe('2026-11-20');
    expect(await today('Mebloteka PL')).toBe('2026-11-20');
    expect(await today('The Copper Kettle')).toBe('2026-11-19');
    expect(await today('Blue Mesa Realty')).toBe('2026-11-19');
  });

  it.each([
    [{ time_range: { since: '2023-10-20', until: '2023-12-31' } }, { code: 3018 }],
    [{ time_range: { since: '2026-10-02', until: '2026-10-01' } }, { code: 100 }],
    [{ time_range: { since: '2026-02-30', until: '2026-03-01' } }, { code: 100 }],
    [{ time_range: '{half' }, { code: 100 }],
    [{ time_increment: '91' }, { code: 100 }],
    [{ date_preset: 'forever' }, { code: 100 }],
    [{ level: 'ad_group' }, { code: 100 }],
    [{ fields: 'spend,nope' }, { code: 100 }],
    [{ filtering: [{ field: 'colour', operator: 'IN', value: ['red'] }], level: 'ad' }, { code: 100 }],
    [{ breakdowns: 'platform_position' }, { code: 100 }],
    [{ breakdowns: 'nonsense' }, { code: 100 }],
    [{ breakdowns: 'country,age' }, { code: 2, error_subcode: 1504041 }],
    [{ breakdowns: ['age', 'publisher_platform'] }, { code: 2, error_subcode: 1504041 }],
    [{ breakdowns: 'hourly_stats_aggregated_by_advertiser_time_zone,gender' }, { code: 2, error_subcode: 1504041 }],
  ])('refuses %o', async (params, error) => {
    const sandbox = await sandboxAt();
    const answer = await graph(sandbox, `act_${idOf(sandbox, 'Hotel Złota Kotwica')}/insights`, params);
    expect(answer).toMatchObject({ status: 400, body: { error } });
    expect(answer.body.error.fbtrace_id).toBeDefined();
  });

  it('answers exactly 37 months back', async () => {
    const sandbox = await sandboxAt();
    const answer = await graph(sandbox, `act_${idOf(sandbox, 'Hotel Złota Kotwica')}/insights`, {
      time_range: { since: '2023-10-21', until: '2023-10-31' },
    });
    expect(answer.body.data).toHaveLength(1);
  });

  it('refuses too much data at once', async () => {
    const sandbox = await sandboxAt(NOW, { metaSyncRowLimit: 50 });
    const path = `act_${idOf(sandbox, 'Mebloteka PL')}/insights`;
    expect(
      (await graph(sandbox, path, { level: 'ad', time_increment: '1', time_range: RANGE })).body.error,
    ).toMatchObject({ code: 100, error_subcode: 1487534 });
    expect((await graph(sandbox, path, { level: 'campaign', time_range: RANGE })).status).toBe(200);
  });
});

describe('breakdowns', () => {
  const SETS = [
    'age',
    'gender',
    'age,gender',
    'country',
    'region',
    'publisher_platform',
    'publisher_platform,platform_position',
    'hourly_stats_aggregated_by_advertiser_time_zone',
  ];
  it.each(SETS)('%s splits exactly', async (breakdowns) => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const ask = (more: object) =>
      everyRow(sandbox, `act_${id}/insights`, {
        fields: 'spend,impressions,clicks,reach,actions',
        time_range: RANGE,
        limit: '500',
        ...more,
      });
    const rows = await ask({ breakdowns });
    const [whole] = await ask({});
    expect([spendOf(rows), count(rows, 'impressions'), count(rows, 'clicks')]).toEqual([
      micros(whole.spend),
      Number(whole.impressions),
      Number(whole.clicks),
    ]);
    expect(rows.every((row) => breakdowns.split(',').every((name) => typeof row[name] === 'string'))).toBe(true);
    const purchases = rows.reduce((total: number, row) => total + action(row, 'omni_purchase'), 0);
    const noPixel = breakdowns === 'region' || breakdowns.startsWith('hourly');
    expect(purchases).toBe(noPixel ? 0 : action(whole, 'omni_purchase'));
    if (breakdowns.startsWith('hourly')) expect(rows.every((row) => row.reach === '0')).toBe(true);
    if (breakdowns === 'country') expect(rows.some((row) => /\.\d{3,6}$/.test(row.spend))).toBe(true);
  });

  it('has no rows for impression_device without the opt-in', async () => {
    const closed = await sandboxAt();
    expect(
      await everyRow(closed, `act_${idOf(closed, 'Mebloteka PL')}/insights`, {
        breakdowns: 'publisher_platform,impression_device',
      }),
    ).toEqual([]);
    const open = await sandboxAt(NOW, { metaImpressionDevice: true });
    expect(
      (
        await everyRow(open, `act_${idOf(open, 'Mebloteka PL')}/insights`, {
          breakdowns: 'publisher_platform,impression_device',
        })
      ).length,
    ).toBeGreaterThan(3);
  });

  it('leaves reach out of breakdowns older than 13 months, except in ten asynchronous reports a day', async () => {
    const sandbox = await sandboxAt(NOW, { metaReportPolls: 1 });
    const path = `act_${idOf(sandbox, 'Hotel Złota Kotwica')}/insights`;
    const params = {
      fields: 'reach,impressions',
      breakdowns: 'age',
      time_range: { since: '2025-09-01', until: '2025-09-30' },
    };
    expect((await everyRow(sandbox, path, params)).every((row) => row.reach === undefined)).toBe(true);
    for (let i = 1; i <= 11; i++) {
      const started = await graph(sandbox, path, params, { method: 'POST' });
      expect(JSON.parse(started.headers.get('x-fb-ads-insights-reach-throttle') ?? '').acc_id_util_pct).toBe(
        Math.min(100, i * 10),
      );
      await graph(sandbox, started.body.report_run_id);
      const rows = await everyRow(sandbox, `${started.body.report_run_id}/insights`);
      expect(rows.some((row) => row.reach !== undefined)).toBe(i <= 10);
    }
  });
});

describe('asynchronous reports', () => {
  const start = async (sandbox: Sandbox) => {
    const answer = await graph(
      sandbox,
      `act_${idOf(sandbox, 'Mebloteka PL')}/insights`,
      { level: 'ad', fields: 'ad_id,spend', time_range: RANGE, time_increment: '1' },
      { method: 'POST' },
    );
    return answer.body.report_run_id as string;
  };

  it('go from not started to completed and then have the same rows', async () => {
    const sandbox = await sandboxAt();
    const run = await start(sandbox);
    expect((await graph(sandbox, `${run}/insights`)).status).toBe(400);
    const states: Body[] = [];
    for (let i = 0; i < 3; i++) states.push((await graph(sandbox, run)).body);
    expect(states.map((state) => state.async_status)).toEqual(['Job Not Started', 'Job Running', 'Job Completed']);
    expect(states.at(-1).async_percent_completion).toBe(100);
    const rows = await everyRow(sandbox, `${run}/insights`, { limit: '50' });
    expect(rows).toEqual(
      await everyRow(sandbox, `act_${idOf(sandbox, 'Mebloteka PL')}/insights`, {
        level: 'ad',
        fields: 'ad_id,spend',
        time_range: RANGE,
        time_increment: '1',
        limit: '500',
      }),
    );
  });

  it.each(['Job Failed', 'Job Skipped'] as const)('can end as %s at 100 per cent', async (end) => {
    const sandbox = await sandboxAt(NOW, { metaReportPolls: 1 });
    sandbox.control.endMetaReports(end);
    const run = await start(sandbox);
    expect((await graph(sandbox, run)).body).toMatchObject({
      async_status: end,
      async_percent_completion: 100,
      error_code: 2,
    });
    expect((await graph(sandbox, `${run}/insights`)).status).toBe(400);
  });

  it('can be stuck, and are forgotten after 30 days', async () => {
    const sandbox = await sandboxAt();
    sandbox.control.endMetaReports('stuck');
    const run = await start(sandbox);
    for (let i = 0; i < 5; i++)
      expect((await graph(sandbox, run)).body).toMatchObject({
        async_status: 'Job Running',
        async_percent_completion: 0,
      });
    sandbox.control.setNow(NOW + 31 * 86_400_000);
    expect((await graph(sandbox, run)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });
});
