import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ALL_STATUSES, everyRow, graph, NOW, sandboxAt, send, type Body } from './clients.ts';

const idOf = (sandbox: Sandbox, name: string): string =>
  `act_${sandbox.truth.accounts().find((a) => a.platform === 'meta' && a.name === name)?.adAccountId ?? ''}`;
const deleted = [{ field: 'effective_status', operator: 'IN', value: ALL_STATUSES }];

describe('/me/adaccounts', () => {
  it('pages to the end without loss or repeats, by absolute links on its own origin', async () => {
    const sandbox = await sandboxAt();
    const mine = sandbox.truth.accounts().filter((a) => a.platform === 'meta' && a.login === 'main');
    for (const limit of [1, 4, 7, 100]) {
      const rows = await everyRow(sandbox, 'me/adaccounts', { fields: 'account_id,name', limit: String(limit) });
      expect(rows.map((row) => row.account_id)).toEqual(mine.map((a) => a.adAccountId));
    }
    const page = await graph(sandbox, 'me/adaccounts', { limit: '2' });
    expect(new URL(page.body.paging.next).origin).toBe(sandbox.urls.metaGraph);
    expect(page.body.paging.next).toContain('access_token=');
    expect(Object.keys(page.body.data[0]).toSorted()).toEqual(['account_id', 'id']);
    const last = await graph(sandbox, 'me/adaccounts', { limit: '100' });
    expect(last.body.paging.next).toBeUndefined();
    expect(last.body.paging.cursors.after).toBeDefined();
  });

  it('shows status, currency and zone', async () => {
    const sandbox = await sandboxAt();
    const rows = await everyRow(sandbox, 'me/adaccounts', {
      fields: 'name,account_status,currency,timezone_name,timezone_offset_hours_utc',
      limit: '100',
    });
    expect(rows.find((row) => row.name === 'Fahrradladen Kette')).toMatchObject({ account_status: 2, currency: 'EUR' });
    expect(rows.find((row) => row.name === '喫茶むらさき')).toMatchObject({
      account_status: 1,
      currency: 'JPY',
      timezone_name: 'Asia/Tokyo',
      timezone_offset_hours_utc: 9,
    });
  });

  it('refuses unknown fields, bad limits and very large pages', async () => {
    const sandbox = await sandboxAt();
    expect((await graph(sandbox, 'me/adaccounts', { fields: 'name,nope' })).body.error).toMatchObject({
      code: 100,
      message: expect.stringContaining('nope'),
    });
    expect((await graph(sandbox, 'me/adaccounts', { limit: '0' })).body.error.code).toBe(100);
    expect(await graph(sandbox, 'me/adaccounts', { limit: '50000' })).toMatchObject({
      status: 500,
      body: { error: { code: 1, message: expect.stringContaining('reduce the amount of data') } },
    });
    expect((await graph(sandbox, 'me/adaccounts', { after: 'nonsense' })).status).toBe(400);
  });
});

describe('campaigns, ad sets and ads', () => {
  it('lists live ones only, and all of them when the filter asks', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Pacific Trail Outfitters');
    const fields = 'id,name,status,effective_status,daily_budget';
    const live: Body[] = await everyRow(sandbox, `${id}/campaigns`, { fields });
    const all: Body[] = await everyRow(sandbox, `${id}/campaigns`, { fields, filtering: deleted, limit: '2' });
    const byParameter: Body[] = await everyRow(sandbox, `${id}/campaigns`, { fields, effective_status: ALL_STATUSES });
    expect(live.every((row) => !['DELETED', 'ARCHIVED'].includes(row.effective_status))).toBe(true);
    expect(new Set(all.map((row) => row.effective_status))).toEqual(
      new Set(['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED']),
    );
    expect(byParameter).toEqual(all);
    expect(all.length).toBeGreaterThan(live.length);
    expect(all.every((row) => Number(row.id) > Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(all.every((row) => row.daily_budget === undefined || /^\d+$/.test(row.daily_budget))).toBe(true);
    const ads: Body[] = await everyRow(sandbox, `${id}/ads`, {
      fields: 'id,effective_status,campaign{id,name},adset{id}',
      filtering: deleted,
      limit: '500',
    });
    expect(
      ads.every((ad) => all.some((campaign) => campaign.id === ad.campaign.id && campaign.name === ad.campaign.name)),
    ).toBe(true);
    expect(ads.some((ad) => ad.effective_status === 'CAMPAIGN_PAUSED')).toBe(true);
    const adsets: Body[] = await everyRow(sandbox, `${id}/adsets`, {
      fields: 'id,campaign_id,daily_budget',
      filtering: deleted,
    });
    expect(ads.every((ad) => adsets.some((adset) => adset.id === ad.adset.id))).toBe(true);
  });

  it('shows one object by its id, and an edge of a campaign', async () => {
    const sandbox = await sandboxAt();
    const [campaign] = await everyRow(sandbox, `${idOf(sandbox, 'Mebloteka PL')}/campaigns`, {
      fields: 'name,created_time',
    });
    expect((await graph(sandbox, campaign.id, { fields: 'name' })).body).toEqual({
      name: campaign.name,
      id: campaign.id,
    });
    expect(campaign.created_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/);
    const ads = await everyRow(sandbox, `${campaign.id}/ads`, { fields: 'campaign_id' });
    expect(ads.length).toBeGreaterThan(0);
    expect(ads.every((ad) => ad.campaign_id === campaign.id)).toBe(true);
  });

  it('renames a campaign and pauses one as time passes', async () => {
    const sandbox = await sandboxAt();
    const look = async (iso: string): Promise<Map<string, Body>> => {
      sandbox.control.setNow(Date.parse(iso));
      const rows: Body[] = [];
      for (const account of sandbox.truth.accounts().filter((a) => a.platform === 'meta' && a.login === 'main'))
        rows.push(
          ...(await everyRow(sandbox, `act_${account.adAccountId}/campaigns`, {
            fields: 'name,status',
            filtering: deleted,
            limit: '100',
          })),
        );
      return new Map(rows.map((row) => [row.id, row]));
    };
    const before = await look('2026-08-01T12:00:00Z');
    const after = await look('2026-12-20T12:00:00Z');
    const both = [...before].map(([id, row]) => [row, after.get(id)] as const);
    expect(both.some(([a, b]) => a.name !== b?.name && a.name === `${b?.name} (test)`)).toBe(true);
    expect(both.some(([a, b]) => a.status === 'ACTIVE' && b?.status === 'PAUSED')).toBe(true);
    expect([...after.keys()].some((id) => !before.has(id))).toBe(true);
  });

  it('says what it may not show', async () => {
    const sandbox = await sandboxAt();
    const mine = idOf(sandbox, 'Mebloteka PL');
    const second = idOf(sandbox, '京都きもの工房');
    expect((await graph(sandbox, 'act_1/campaigns')).body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(await graph(sandbox, `${second}/campaigns`)).toMatchObject({ status: 403, body: { error: { code: 200 } } });
    expect(
      (await graph(sandbox, `${mine}/campaigns`, {}, { token: sandbox.credentials.meta.tokenWithoutAdsRead })).status,
    ).toBe(403);
    expect((await graph(sandbox, `${mine}/campaigns`, { name: 'x' }, { method: 'POST' })).body.error.code).toBe(200);
    expect((await graph(sandbox, `${mine}/nonsense`)).body.error.code).toBe(100);
    expect((await graph(sandbox, '120200000000000000')).body.error.error_subcode).toBe(33);
  });

  it('is an empty list for an account without campaigns', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Nordwind Startup');
    expect((await graph(sandbox, `${id}/campaigns`)).body).toEqual({ data: [] });
    expect((await graph(sandbox, `${id}/insights`)).body).toEqual({ data: [] });
  });
});

describe('versions, headers and batches', () => {
  it('answers current versions, any prefix for login, and refuses expired Marketing API versions', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const at = (path: string) =>
      send(`${sandbox.urls.metaGraph}${path}?access_token=${sandbox.credentials.meta.systemUserToken}`);
    for (const version of ['/v25.0', '/v26.0', '/v27.0', '']) expect((await at(`${version}/${id}`)).status).toBe(200);
    for (const version of ['/v24.0', '/v21.0'])
      expect((await at(`${version}/${id}/insights`)).body.error.code).toBe(2635);
  });

  it('reports usage per account as JSON in headers, on answers and on errors', async () => {
    const sandbox = await sandboxAt(NOW, { metaHourlyCalls: 4 });
    const id = idOf(sandbox, 'Mebloteka PL');
    const usage = (headers: Headers) => JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')[id.slice(4)][0];
    const good = await graph(sandbox, `${id}/insights`);
    expect(usage(good.headers)).toMatchObject({
      type: 'ads_insights',
      call_count: 25,
      estimated_time_to_regain_access: 0,
    });
    expect(JSON.parse(good.headers.get('x-fb-ads-insights-throttle') ?? '')).toMatchObject({ acc_id_util_pct: 25 });
    expect(JSON.parse(good.headers.get('x-ad-account-usage') ?? '')).toMatchObject({ reset_time_duration: 0 });
    const bad = await graph(sandbox, `${id}/insights`, { level: 'nonsense' });
    expect(bad.status).toBe(400);
    expect(usage(bad.headers).call_count).toBe(50);
    await graph(sandbox, `${id}/campaigns`);
    await graph(sandbox, `${id}/campaigns`);
    const throttled = await graph(sandbox, `${id}/insights`);
    expect(throttled).toMatchObject({ status: 400, body: { error: { code: 80000 } } });
    expect(usage(throttled.headers).estimated_time_to_regain_access).toBeGreaterThan(0);
    expect((await graph(sandbox, `${idOf(sandbox, 'Pod Żurawiem')}/insights`)).status).toBe(200);
    sandbox.control.setNow(NOW + 3_700_000);
    expect((await graph(sandbox, `${id}/insights`)).status).toBe(200);
  });

  it('runs batches of up to 50, each with its own status', async () => {
    const sandbox = await sandboxAt();
    const id = idOf(sandbox, 'Mebloteka PL');
    const batch = (items: unknown[]) =>
      send(`${sandbox.urls.metaGraph}/v26.0/`, {
        method: 'POST',
        body: new URLSearchParams({
          access_token: sandbox.credentials.meta.systemUserToken,
          batch: JSON.stringify(items),
        }),
      });
    const answer = await batch([
      { method: 'GET', relative_url: `${id}?fields=name` },
      { method: 'GET', relative_url: 'act_1/campaigns' },
    ]);
    expect(answer.body.map((item: Body) => item.code)).toEqual([200, 400]);
    expect(JSON.parse(answer.body[0].body)).toMatchObject({ name: 'Mebloteka PL' });
    expect(answer.body[0].headers.some((h: Body) => h.name === 'x-app-usage')).toBe(true);
    const json = await send(`${sandbox.urls.metaGraph}/v26.0/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        access_token: sandbox.credentials.meta.systemUserToken,
        batch: [{ method: 'GET', relative_url: 'me' }],
      }),
    });
    expect(json.body[0].code).toBe(200);
    expect((await batch(Array.from({ length: 51 }, () => ({ method: 'GET', relative_url: 'me' })))).status).toBe(400);
  });
});
