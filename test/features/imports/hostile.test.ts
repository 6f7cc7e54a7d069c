import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { insights } from '../../../src/main/store/reads/insights.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { startHostileProxy, type Change } from './hostile-proxy.ts';
import { account, agencyOf, NOW, openKit, type Kit } from './kit.ts';

/** Answers no honest platform gives must end in rows set aside or a named failure, never in a fault of ours or an import without end. */
type Row = Record<string, unknown>;
let sandbox: Sandbox;
let proxy: Awaited<ReturnType<typeof startHostileProxy>>;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, agency: agencyOf(account('meta', 'Client', { campaigns: 1 })) });
  proxy = await startHostileProxy(sandbox.urls.metaGraph);
});
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
});
beforeEach(async () => {
  proxy.become((_address, told) => told);
  kit = openKit({ sandbox, metaGraph: proxy.url });
  await kit.connect();
});
afterEach(() => kit.remove());

const INSIGHTS = /\/insights\?/;
const STRUCTURE = /\/(campaigns|adsets|ads)\?/;
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

function onRows(where: RegExp, change: (row: Row) => Row): Change {
  return (address, told) => {
    const body = JSON.parse(told.text) as { data?: Row[] };
    if (!where.test(address) || !Array.isArray(body.data)) return told;
    return { ...told, text: JSON.stringify({ ...body, data: body.data.map(change) }) };
  };
}

async function importWith(change: Change) {
  proxy.become(change);
  const request = { range: { from: '2026-11-20', to: '2026-11-21' }, datasets: 'core' as const };
  const run = (await kit.importAll(request)).get('Client');
  if (!run) throw new Error('No import was made.');
  const told = kit.repository.slices(run.id);
  const { new: added, changed, unchanged, setAside } = run.records;
  return { run, told, kept: added + changed + unchanged, setAside };
}

it.each([
  ['an inherited name', 'constructor'],
  ['the prototype', '__proto__'],
])('a status that is the word of %s is a status nobody knows', async (_what, word) => {
  const { run, kept } = await importWith(onRows(STRUCTURE, (row) => ({ ...row, effective_status: word })));
  expect(run.problem).toBeNull();
  expect(kept).toBeGreaterThan(0);
  const told = kit.store.db.prepare('SELECT DISTINCT status, platform_status FROM entity WHERE level > 0').raw().all();
  expect(told).toEqual([['unknown', word]]);
});

it.each([1e300, 1e10, '9'.repeat(300)])('a conversion count of %s is set aside with its row (S14)', async (value) => {
  const { run, kept, setAside } = await importWith(
    onRows(INSIGHTS, (row) => ({ ...row, actions: [{ action_type: 'purchase', value }] })),
  );
  expect(run.status).toBe('succeeded');
  expect(kept).toBe(0);
  expect(setAside).toBeGreaterThan(0);
});

it('a figure beside the metrics that is nested without end is left out, and the row kept', async () => {
  const { run, kept, setAside } = await importWith((address, told) =>
    INSIGHTS.test(address)
      ? { ...told, text: told.text.replaceAll('"frequency":', `"frequency":${deep(20_000)},"told":`) }
      : told,
  );
  expect(run.problem).toBeNull();
  expect(kept).toBeGreaterThan(0);
  expect(setAside).toBe(0);
});

it('a row that is nested without end is set aside', async () => {
  const { run, setAside, told } = await importWith((address, answer) =>
    INSIGHTS.test(address) ? { ...answer, text: `{"data":[${deep(20_000)},{"spend":${deep(20_000)}}]}` } : answer,
  );
  expect(run.status).toBe('succeeded');
  expect(setAside).toBe(2 * told.length);
});

it('a name with half a character is not renamed at each reading', async () => {
  const change = onRows(/./, (row) => ({ ...row, name: 'a\ud800b', campaign_name: 'a\ud800b', ad_name: 'a\ud800b' }));
  await importWith(change);
  await importWith(change);
  const renamed = kit.store.db.prepare(`SELECT * FROM entity_history WHERE field = 'name' AND old_value = new_value`);
  expect(renamed.all()).toEqual([]);
  expect(kit.store.db.prepare('SELECT name FROM entity WHERE level = 1').pluck().get()).toBe('a\ufffdb');
});

it('an error told in megabytes is kept in a few words', async () => {
  const { run } = await importWith((address, told) =>
    INSIGHTS.test(address)
      ? { ...told, status: 400, text: JSON.stringify({ error: { code: 100, message: 'x'.repeat(1_000_000) } }) }
      : told,
  );
  expect(run.status).toBe('failed');
  expect(run.problem?.detail?.length).toBeLessThan(1_000);
});

/** Another page after each page, with rows of the server's choice. */
function withoutEnd(where: RegExp, rows: (page: number, told: Row[]) => unknown[]): Change {
  let page = 0;
  return (address, told) => {
    const body = JSON.parse(told.text) as { data?: Row[] };
    if (!where.test(address) || !Array.isArray(body.data)) return told;
    page += 1;
    const next = `${address.replace(/&after=made-up-\d+/, '')}&after=made-up-${page}`;
    return { ...told, text: JSON.stringify({ data: rows(page, body.data), paging: { next } }) };
  };
}

it.each([
  ['the same campaigns', STRUCTURE, (_page: number, told: Row[]) => told],
  ['no campaigns', STRUCTURE, () => []],
  ['the same figures', INSIGHTS, (_page: number, told: Row[]) => told],
])('pages without end that tell %s end in a named failure (S9)', async (_what, where, rows) => {
  const { run } = await importWith(withoutEnd(where, rows));
  expect(run.status).toBe('failed');
  expect(run.problem?.code).toBe('BAD_ANSWER');
});

it('pages without end of rows that cannot be read are given up like any answer that is too big', async () => {
  await kit.remove();
  const row = { reason: 'unreadable', raw: 1 };
  const page = { records: [], setAside: Array.from({ length: 100_000 }, () => row), percent: null };
  let pages = 0;
  kit = openKit({
    sandbox,
    aroundPlatform: (platform) => ({
      ...platform,
      openSession: (credential, deps) => ({
        ...platform.openSession(credential, deps),
        async *readInsights() {
          for (;;) {
            pages += 1;
            yield await Promise.resolve(page);
          }
        },
      }),
    }),
  });
  await kit.connect();
  const { run, told } = await importWith((_address, same) => same);
  expect(run).toMatchObject({ status: 'failed', problem: { code: 'TOO_BIG' } });
  expect(told.every(({ status }) => status === 'failed' || status === 'skipped')).toBe(true);
  expect(pages).toBeLessThan(1_000);
});

it.each(['1970-01-01T00:00:00Z', '2000-01-01T00:00:00Z', '2150-01-01T00:00:00Z'])(
  'a clock that says %s starts no import and says why; set right, the next import is whole',
  async (wrong) => {
    kit.clock.set(Date.parse(wrong));
    const request = { clientIds: 'all', platforms: null, range: null } as const;
    expect(() => kit.imports.start(request)).toThrow(/clock says/);
    expect(() => kit.imports.plan(request)).toThrow(/clock says/);
    kit.clock.set(NOW);
    expect((await kit.importAll({ datasets: 'core' })).get('Client')).toMatchObject({ status: 'succeeded' });
  },
);

it.each([
  ['currency', { currency: 'EURO€' }, 'CURRENCY_NOT_KNOWN: EURO€'],
  ['time zone', { timezone_name: 'Not/AZone' }, 'TIME_ZONE_NOT_KNOWN: Not/AZone'],
])(
  'an ad account in a %s that does not exist is named and not read; one known before keeps its own',
  async (_what, told, word) => {
    const odd = onRows(/adaccounts/, (row) => ({ ...row, ...told }));
    const facts = () =>
      kit.store.db.prepare('SELECT currency, time_zone, status, platform_status FROM ad_account').raw().all();
    proxy.become(odd);
    await kit.adAccounts.refresh(kit.connectionId());
    expect(facts()).toEqual([['PLN', 'Europe/Warsaw', 'no_access', word]]);

    await kit.remove();
    kit = openKit({ sandbox, metaGraph: proxy.url });
    await kit.connect();
    expect(facts()).toEqual([['XXX', 'UTC', 'no_access', word]]);
    const { run, kept } = await importWith(odd);
    expect(run).toMatchObject({ status: 'failed', problem: { code: 'AD_ACCOUNT_UNREADABLE', fix: 'check_access' } });
    expect(kept).toBe(0);

    proxy.become((_address, same) => same);
    await kit.adAccounts.refresh(kit.connectionId());
    expect((await importWith((_address, same) => same)).run.status).toBe('succeeded');
    expect(facts()).toEqual([['PLN', 'Europe/Warsaw', 'active', 'ACTIVE']]);
  },
);

it('a list of campaigns that is read again counts what it sets aside once', async () => {
  let refusals = 1;
  const { run, setAside } = await importWith((address, told) => {
    if (/\/ads\?/.test(address) && refusals > 0) {
      refusals -= 1;
      return { ...told, status: 500, text: '{"error":{"code":2,"message":"try again","is_transient":true}}' };
    }
    return onRows(/\/campaigns\?/, () => ({ id: 'no id' }))(address, told);
  });
  expect(refusals).toBe(0);
  expect(run.status).toBe('succeeded');
  expect(setAside).toBe(1);
  expect(kit.store.db.prepare('SELECT count(*) FROM set_aside_row').pluck().get()).toBe(1);
});

it('an action type called like the prototype is told among the others', async () => {
  await importWith(
    onRows(INSIGHTS, (row) => ({
      ...row,
      actions: [
        { action_type: '__proto__', value: '3' },
        { action_type: 'lead', value: '2' },
      ],
    })),
  );
  const range = { from: '2026-11-20', to: '2026-11-20' };
  const settle = { conversionSettleDays: 7, deliverySettleDays: 3 };
  for (const by of ['day', 'range'] as const) {
    const view = insights(kit.store.db, {
      clientId: String(kit.clientId('Client')),
      range,
      level: 'account',
      by,
      platforms: null,
      now: NOW,
      settle: { meta: settle, google: settle },
    });
    expect(Object.entries(view!.rows[0]!.conversions)).toContainEqual(['__proto__', 3]);
  }
});
