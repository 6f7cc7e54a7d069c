import { describe, expect, it } from 'vitest';
import type { FaultKind, Sandbox } from '../../src/sandbox/sandbox.ts';
import { ads, adsCode, googleToken, graph, NOW, sandboxAt, send } from './clients.ts';

const idOf = (sandbox: Sandbox, platform: 'meta' | 'google', name: string): string =>
  sandbox.truth.accounts().find((a) => a.platform === platform && a.name === name)?.adAccountId ?? '';
const meta = (sandbox: Sandbox, options: { signal?: AbortSignal } = {}) =>
  send(`${sandbox.urls.metaGraph}/v26.0/act_${idOf(sandbox, 'meta', 'Mebloteka PL')}/insights`, {
    ...options,
    headers: { authorization: `Bearer ${sandbox.credentials.meta.systemUserToken}` },
  });
/** An account the person has direct access to, so that no header is needed. */
const google = (sandbox: Sandbox, token: string, stream = true) =>
  ads(
    sandbox,
    idOf(sandbox, 'google', 'Blue Mesa Realty'),
    'SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date DURING LAST_30_DAYS',
    { stream, token },
  );

describe('injected faults', () => {
  it.each<[FaultKind, number, object | undefined]>([
    ['throttle-17', 400, { code: 17 }],
    ['throttle-80000', 400, { code: 80000 }],
    ['too-much-data', 400, { code: 100, error_subcode: 1487534 }],
    ['reduce-data', 500, { code: 1 }],
    ['transient-2', 500, { code: 2, is_transient: true }],
    ['expired-190', 400, { code: 190, error_subcode: 463 }],
    ['removed-190', 400, { code: 190, error_subcode: 458 }],
    ['permission-200', 403, { code: 200 }],
    ['html-502', 502, undefined],
    ['empty-500', 500, undefined],
  ])('%s on Graph happens once', async (kind, status, error) => {
    const sandbox = await sandboxAt();
    sandbox.control.injectFault({ match: { platform: 'meta' }, kind });
    const answer = await meta(sandbox);
    expect(answer.status).toBe(status);
    if (error === undefined) expect(answer.body).toBeUndefined();
    else {
      expect(answer.body.error).toMatchObject(error);
      const usage = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '');
      expect(usage[idOf(sandbox, 'meta', 'Mebloteka PL')][0].estimated_time_to_regain_access).toBe(
        kind.startsWith('throttle') ? 5 : 0,
      );
    }
    expect((await meta(sandbox)).status).toBe(200);
  });

  it.each<[FaultKind, number, string]>([
    ['google-429', 429, 'quotaError.RESOURCE_TEMPORARILY_EXHAUSTED'],
    ['google-401', 401, 'authenticationError.OAUTH_TOKEN_EXPIRED'],
    ['google-internal-500', 500, 'internalError.INTERNAL_ERROR'],
  ])('%s on the Ads API, plain and as a stream', async (kind, status, code) => {
    const sandbox = await sandboxAt();
    const token = await googleToken(sandbox);
    for (const stream of [true, false]) {
      sandbox.control.injectFault({ match: { pathIncludes: 'googleAds:' }, kind, amount: 7 });
      const answer = await google(sandbox, token, stream);
      expect([answer.status, Array.isArray(answer.body), adsCode(answer.body)]).toEqual([status, stream, code]);
      if (kind === 'google-429') expect(answer.text).toContain('"retryDelay":"7s"');
      expect((await google(sandbox, token, stream)).status).toBe(200);
    }
  });

  it('breaks a stream after good chunks, inside a 200', async () => {
    const sandbox = await sandboxAt(NOW, { googleChunkRows: 20 });
    const token = await googleToken(sandbox);
    const whole = await google(sandbox, token);
    sandbox.control.injectFault({ match: { pathIncludes: 'searchStream' }, kind: 'mid-stream-error' });
    const broken = await google(sandbox, token);
    expect(broken.status).toBe(200);
    expect(broken.body.at(-1).error).toMatchObject({ code: 500, status: 'INTERNAL' });
    expect(broken.body[0].results).toEqual(whole.body[0].results);
    expect(broken.body.length).toBeLessThan(whole.body.length + 1);
  });

  it('gives half a JSON text that HTTP takes for complete, or cuts the connection in the body', async () => {
    const sandbox = await sandboxAt();
    const whole = await meta(sandbox);
    sandbox.control.injectFault({ kind: 'half-json' });
    const half = await meta(sandbox);
    expect(half.status).toBe(200);
    expect(half.body).toBeUndefined();
    expect(half.text.length).toBeGreaterThan(whole.text.length / 3);
    sandbox.control.injectFault({ kind: 'cut' });
    await expect(meta(sandbox)).rejects.toThrow(/terminated|closed|reset/i);
    sandbox.control.injectFault({ kind: 'reset' });
    await expect(meta(sandbox)).rejects.toThrow('fetch failed');
    expect((await meta(sandbox)).status).toBe(200);
  });

  it('hangs until the client gives up, and still closes', async () => {
    const sandbox = await sandboxAt();
    sandbox.control.injectFault({ kind: 'hang' });
    await expect(meta(sandbox, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout|abort/i);
    sandbox.control.injectFault({ kind: 'hang' });
    const hanging = meta(sandbox).then(
      () => 'answered',
      () => 'dropped',
    );
    while (sandbox.control.requests().filter((r) => r.fault === 'hang').length < 2)
      await new Promise((resolve) => setImmediate(resolve));
    await sandbox.close();
    expect(await hanging).toBe('dropped');
  });

  it('is slow when told', async () => {
    const sandbox = await sandboxAt();
    const timed = async (): Promise<number> => {
      const start = performance.now();
      await meta(sandbox);
      return performance.now() - start;
    };
    sandbox.control.injectFault({ kind: 'slow', amount: 150 });
    expect(await timed()).toBeGreaterThan(140);
    sandbox.control.setLatency(80);
    expect(await timed()).toBeGreaterThan(75);
  });

  it('matches by platform, path and account, skips and counts', async () => {
    const sandbox = await sandboxAt();
    const [a, b] = [idOf(sandbox, 'meta', 'Mebloteka PL'), idOf(sandbox, 'meta', 'Pod Żurawiem')];
    sandbox.control.injectFault({
      match: { adAccountId: a, pathIncludes: '/insights' },
      kind: 'empty-500',
      times: 2,
      skip: 1,
    });
    const status = async (path: string) => (await graph(sandbox, path)).status;
    expect([
      await status(`act_${b}/insights`),
      await status(`act_${a}/campaigns`),
      await status(`act_${a}/insights`),
      await status(`act_${a}/insights`),
      await status(`act_${a}/insights`),
      await status(`act_${a}/insights`),
    ]).toEqual([200, 200, 200, 500, 500, 200]);
    sandbox.control.injectFault({ kind: 'empty-500', times: Number.POSITIVE_INFINITY });
    expect([await status('me'), await status('me')]).toEqual([500, 500]);
    sandbox.control.clearFaults();
    expect(await status('me')).toBe(200);
  });

  it('can leave out one answer of a batch', async () => {
    const sandbox = await sandboxAt();
    sandbox.control.injectFault({ kind: 'batch-null' });
    const answer = await send(`${sandbox.urls.metaGraph}/v26.0/`, {
      method: 'POST',
      body: new URLSearchParams({
        access_token: sandbox.credentials.meta.systemUserToken,
        batch: JSON.stringify([
          { method: 'GET', relative_url: 'me' },
          { method: 'GET', relative_url: 'me' },
        ]),
      }),
    });
    expect(answer.body[1]).toBeNull();
    expect(answer.body[0].code).toBe(200);
  });
});

describe('control', () => {
  it('goes offline and comes back on the same port', async () => {
    const sandbox = await sandboxAt();
    expect((await meta(sandbox)).status).toBe(200);
    await sandbox.control.setOffline(true);
    await expect(meta(sandbox)).rejects.toThrow('fetch failed');
    await sandbox.control.setOffline(false);
    expect((await meta(sandbox)).status).toBe(200);
  });

  it('logs requests without secrets', async () => {
    const sandbox = await sandboxAt();
    const { credentials } = sandbox;
    await send(`${sandbox.urls.metaGraph}/v26.0/me?access_token=${credentials.meta.systemUserToken}`);
    await send(
      `${sandbox.urls.metaGraph}/debug_token?input_token=${credentials.meta.userToken}&access_token=${credentials.meta.appId}|${credentials.meta.appSecret}`,
    );
    await meta(sandbox);
    await google(sandbox, await googleToken(sandbox));
    const log = sandbox.control.requests();
    expect(log.map((entry) => [entry.method, entry.platform, entry.status])).toEqual([
      ['GET', 'meta', 200],
      ['GET', 'meta', 200],
      ['GET', 'meta', 200],
      ['POST', 'google', 200],
      ['POST', 'google', 200],
    ]);
    expect(log[2]?.adAccountId).toBe(idOf(sandbox, 'meta', 'Mebloteka PL'));
    const text = JSON.stringify(log);
    for (const secret of [
      credentials.meta.systemUserToken,
      credentials.meta.userToken,
      credentials.meta.appSecret,
      credentials.google.clientSecret,
      'ya29.',
    ])
      expect(text).not.toContain(secret);
    sandbox.control.reset();
    expect(sandbox.control.requests()).toEqual([]);
  });

  it('takes an agency of its own', async () => {
    const sandbox = await sandboxAt(NOW, {
      agency: {
        anchor: '2026-06-01',
        managers: [{ key: 'm', id: '1112223334', name: 'Top', currency: 'EUR', timezone: 'Europe/Berlin' }],
        clients: [
          {
            name: 'One',
            accounts: [
              {
                platform: 'meta',
                id: '100000000000001',
                name: 'One M',
                currency: 'EUR',
                timezone: 'Europe/Berlin',
                vertical: 'shop',
                dailySpend: 50,
                campaigns: 2,
                adGroups: 1,
                ads: 2,
                since: '2026-01-01',
                characters: ['steady', 'steady'],
                campaignNames: ['Ä "x"', 'B'],
              },
              {
                platform: 'google',
                id: '9998887776',
                name: 'One G',
                currency: 'EUR',
                timezone: 'Europe/Berlin',
                vertical: 'shop',
                dailySpend: 50,
                campaigns: 1,
                manager: 'm',
              },
            ],
          },
        ],
      },
    });
    expect(sandbox.truth.accounts()).toMatchObject([
      { adAccountId: '100000000000001', campaigns: 2, ads: 4, firstDay: '2026-01-01' },
      { adAccountId: '9998887776', managerId: '1112223334' },
    ]);
    const campaigns = await graph(sandbox, 'act_100000000000001/campaigns', { fields: 'name' });
    expect(campaigns.body.data.map((c: { name: string }) => c.name)).toEqual(['Ä "x"', 'B']);
    expect(
      sandbox.truth
        .insights({
          platform: 'meta',
          adAccountId: 'act_100000000000001',
          level: 'ad',
          from: '2025-01-01',
          to: '2026-01-01',
        })
        .every((row) => row.date === '2026-01-01'),
    ).toBe(true);
    expect((await ads(sandbox, '9998887776', 'SELECT customer.id FROM customer', { login: '1112223334' })).status).toBe(
      200,
    );
  });

  it('listens on the port it is given and on loopback only', async () => {
    const first = await sandboxAt();
    const port = Number(new URL(first.urls.googleAds).port);
    await first.close();
    const second = await sandboxAt(NOW, { port });
    expect(second.urls).toEqual({
      metaGraph: `http://127.0.0.1:${port}`,
      metaLogin: `http://127.0.0.1:${port}`,
      googleAds: `http://127.0.0.1:${port}`,
      googleAuth: `http://127.0.0.1:${port}`,
      googleToken: `http://127.0.0.1:${port}`,
    });
    await expect(sandboxAt(NOW, { port })).rejects.toThrow('EADDRINUSE');
  });
});
