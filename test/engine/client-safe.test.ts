import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CLIENT_SAFE, toClientSafe, type ClientSafeAnswer } from '../../src/contract/client-safe.ts';
import { metricsOf } from '../../src/contract/business-metrics.ts';
import { contract } from '../../src/contract/contract.ts';
import { isClientSafe } from '../../src/contract/metrics.ts';
import { REPORT_SECTION_IDS } from '../../src/contract/report-sections.ts';
import type { Figures } from '../../src/contract/primitives.ts';
import { decimalFromMicros } from '../../src/main/domain/money.ts';
import { NOW, refusalOf, startTestEngine, tempFolder } from './engine-kit.ts';

type Engine = Awaited<ReturnType<typeof startTestEngine>>;
type Json = unknown;

/** Names of fields that hold or reveal what is spent, what was agreed, or what is only the agency's. */
const COST_NAME =
  /spend|spent|budget|cost|cpa|cpc|cpm|cpl|roas|pace|projected|goal|target|amounts|suggestion|owner|tags|^trend$/i;
/** Texts of the agency that must not reach a client. */
const SECRETS = { owner: 'Zofia Tajna', tag: 'zalega-z-platnoscia', note: 'Klient grozi odejsciem' };
/** Refused for a client altogether, or about nothing but names: their own test is below. */
const REFUSED = new Set(['validation.compareCsv', 'clients.names']);
/** Answers whose procedure has another name. */
const PATHS: Partial<Record<ClientSafeAnswer, string>> = {
  clients: 'clients.list',
  report: 'reports.build',
  gaps: 'validation.gaps',
};
const range = { from: '2026-10-25', to: '2026-11-20' };
const compare = { from: '2026-09-28', to: '2026-10-24' };

function walk(value: Json, visit: (key: string, value: Json) => void, key = ''): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      visit(name, inner);
      walk(inner, visit, name);
    }
  } else visit(key, value);
}

/** Every number of an answer, by whether the field it stands in is one of cost. */
function numbersOf(answer: Json): { cost: Set<number>; other: Set<number> } {
  const [cost, other] = [new Set<number>(), new Set<number>()];
  const take = (value: Json, costly: boolean): void => {
    if (typeof value === 'number') (costly ? cost : other).add(value);
    else if (Array.isArray(value)) for (const one of value) take(one, costly);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) take(inner, costly || COST_NAME.test(name));
      if ('spendMicros' in value && 'impressions' in value)
        for (const metric of metricsOf([]).filter((one) => !isClientSafe(one))) {
          const derived = metric.derive(value as Figures);
          if (derived !== null) cost.add(derived);
        }
    }
  };
  take(answer, false);
  return { cost, other };
}

/** Everything a view answers with, asked for the client or for the agency. */
function asks(client: Engine['client'], clientId: string, clientSafe: boolean): Record<string, () => Promise<Json>> {
  const view = { clientId, range, compare, platforms: null, clientSafe };
  const cells = { clientId, range, clientSafe };
  const table = { ...view, level: 'campaign' as const, parentId: null };
  return {
    'clients.list': () => client.clients.list(view),
    'dashboards.overview': () => client.dashboards.overview(view),
    'dashboards.entities': () => client.dashboards.entities(table),
    'dashboards.insights': () => client.dashboards.insights({ ...cells, level: 'account', by: 'day', platforms: null }),
    'dashboards.entityDays': async () => {
      const { rows } = await client.dashboards.entities(table);
      // The same one for both: a client's table is in another order.
      const [row] = rows.toSorted((a, b) => (b.current.impressions ?? 0) - (a.current.impressions ?? 0));
      if (row === undefined || row.level === 'account') throw new Error('The client has no campaigns');
      const { platform, adAccountId, level, entityId } = row;
      return client.dashboards.entityDays({
        clientId,
        platform,
        adAccountId,
        level,
        entityId,
        range,
        compare,
        clientSafe,
      });
    },
    'dashboards.days': () => client.dashboards.days(cells),
    'dashboards.changes': () =>
      client.dashboards.changes({ clientId, since: '2026-01-01T00:00:00Z', level: 'campaign', clientSafe }),
    'dashboards.breakdown': () => client.dashboards.breakdown({ ...cells, breakdown: 'age_gender' }),
    'dashboards.hours': () => client.dashboards.hours({ ...cells, level: 'campaign' }),
    'dashboards.periods': () => client.dashboards.periods(cells),
    'dashboards.compare': () =>
      client.dashboards.compare({
        clientId,
        a: range,
        b: compare,
        metric: clientSafe ? 'conversions' : 'spend',
        clientSafe,
      }),
    'validation.gaps': () => client.validation.gaps({ clientId, range: null, resolved: true, clientSafe }),
    'dashboards.events': () => client.dashboards.events({ ...cells, compare }),
    'reports.build': () => client.reports.build({ ...view, sections: [...REPORT_SECTION_IDS] }),
    'reports.setup': () => client.reports.setup({ clientId, clientSafe }),
    'reports.csv': () => client.reports.csv({ ...view, sections: [...REPORT_SECTION_IDS] }),
    'exports.performance': () => client.exports.performance(view),
    'exports.entities': () => client.exports.entities(table),
  };
}

describe('what a client may see', () => {
  let engine: Engine;
  const clients: { id: string; name: string }[] = [];
  const folder = tempFolder();

  beforeAll(async () => {
    engine = await startTestEngine({ home: folder.home, fixedNow: NOW, shared: true });
    const { client } = engine;
    await client.workspace.enterDemo({});
    for await (const snapshot of await client.imports.progress({})) if (snapshot.counts.finishedToday >= 12) break;
    await client.imports.cancel({ importIds: null });
    // The demo's own people come first, or they would write over what is hidden here.
    const view = { range, compare, platforms: null };
    const furnished = async (): Promise<void> => {
      if ((await client.clients.list(view)).business.length === 0) throw new Error('The demo has no names yet');
    };
    await vi.waitFor(furnished, { timeout: 300_000, interval: 250 });
    const known = (await client.clients.list(view)).rows.filter(
      (row) => row.totals.length > 0 && (row.totals[0]?.current.conversions ?? 0) > 0,
    );
    clients.push(...known.slice(0, 6).map(({ id, name }) => ({ id, name })));
    for (const { id } of clients) {
      const [currency] = (await client.clients.profile({ clientId: id })).currencies;
      await client.clients.setGoal({
        clientId: id,
        currency: currency ?? 'PLN',
        goal: { monthlyBudgetMicros: 7_654_320_000, targetCpaMicros: 9_870_000, targetRoas: 3.21 },
      });
      await client.clients.setOwner({ owners: [{ clientId: id, owner: SECRETS.owner }] });
      await client.clients.setTags({ clients: [{ clientId: id, tags: [SECRETS.tag] }] });
      // The agency's own report has costs, so that there is something to hide in it.
      await client.reports.setCosts({ clientId: id, shown: true });
      await client.annotations.add({ clientId: id, day: '2026-11-10', text: SECRETS.note });
      const { types } = await client.clients.actionTypes({ clientId: id });
      const [most] = types;
      if (most)
        await client.clients.setMapping({
          clientId: id,
          conversions: [
            { name: 'Wyniki', kind: 'lead', sources: [{ platform: most.platform, actionType: most.actionType }] },
          ],
        });
    }
  }, 300_000);
  afterAll(async () => {
    await engine.stop();
    folder.remove();
  });

  it('is asked for by every view of figures there is', () => {
    const named = Object.entries(contract).flatMap(([feature, verbs]) =>
      Object.entries(verbs as Record<string, unknown>).flatMap(([verb, procedure]) => {
        // A stream sends states, no views of figures.
        if (!isContractProcedure(procedure) || !(procedure['~orpc'].outputSchema instanceof z.ZodType)) return [];
        const input = z.toJSONSchema(procedure['~orpc'].inputSchema as z.ZodType, {
          io: 'input',
          unrepresentable: 'any',
        });
        const output = JSON.stringify(
          z.toJSONSchema(procedure['~orpc'].outputSchema, { io: 'output', unrepresentable: 'any' }),
        );
        const path = `${feature}.${verb}`;
        // Whatever answers with spend can be asked without.
        if (/"spendMicros"/.test(output))
          expect([path, Object.keys(input.properties ?? {})]).toEqual([path, expect.arrayContaining(['clientSafe'])]);
        return Object.keys(input.properties ?? {}).includes('clientSafe') &&
          path !== 'settings.set' &&
          !REFUSED.has(path)
          ? [path]
          : [];
      }),
    );
    expect(Object.keys(asks(engine.client, '1', true)).sort()).toEqual(named.sort());
  });

  it('has no field of cost, no value of cost and no word of the agency, in any answer or file', async () => {
    expect(clients.length).toBeGreaterThanOrEqual(3);
    let [costs, compared] = [0, 0];
    for (const { id } of clients) {
      const agency: Json[] = [];
      const other = new Set<number>();
      const cost = new Set<number>();
      for (const ask of Object.values(asks(engine.client, id, false))) agency.push(await ask());
      for (const answer of agency) {
        const found = numbersOf(answer);
        for (const value of found.cost) cost.add(value);
        for (const value of found.other) other.add(value);
      }
      const accounts = new Set<string>();
      walk(agency, (key, value) => key === 'adAccountId' && typeof value === 'string' && accounts.add(value));
      const others = (await engine.client.clients.names({})).filter((one) => one.id !== id).map((one) => one.name);
      // Small whole numbers and what a value of conversions happens to be say nothing.
      const telling = new Set([...cost].filter((value) => value > 10_000 && !other.has(value)));
      costs += telling.size;
      const texts = new Set(
        [...telling]
          .filter((value) => Number.isInteger(value))
          .map((value) => decimalFromMicros(value))
          // A round amount may be anybody's count.
          .filter((text) => text.includes('.')),
      );
      for (const [name, ask] of Object.entries(asks(engine.client, id, true))) {
        const answer = await ask();
        const text = JSON.stringify(answer);
        const fields: string[] = [];
        const values: number[] = [];
        walk(answer, (key, value) => {
          if (COST_NAME.test(key)) fields.push(key);
          if (typeof value === 'number' && telling.has(value)) values.push(value);
        });
        expect([name, fields, values]).toEqual([name, [], []]);
        for (const secret of [...Object.values(SECRETS), ...others, ...accounts])
          expect([name, secret, text.includes(secret)]).toEqual([name, secret, false]);
        if (name.startsWith('exports.') || name === 'reports.csv') {
          const { csv } = answer as { csv: string };
          const cells = csv.split(/[,\r\n]/);
          expect(cells.filter((cell) => texts.has(cell))).toEqual([]);
          expect(csv.slice(0, csv.indexOf('\r'))).not.toMatch(/spend|cost|return on ad|account|\bID\b/i);
        }
        compared += 1;
      }
    }
    expect(costs).toBeGreaterThan(500);
    expect(compared).toBe(clients.length * Object.keys(asks(engine.client, '1', true)).length);
  }, 300_000);

  it('still tells what is not secret, rows that can be asked about again included', async () => {
    const [{ id } = { id: '' }] = clients;
    const agency = await engine.client.dashboards.overview({ clientId: id, range, compare, platforms: null });
    const shown = await engine.client.dashboards.overview({
      clientId: id,
      range,
      compare,
      platforms: null,
      clientSafe: true,
    });
    expect(agency.blocks[0]?.pace).toBeDefined();
    expect(shown.blocks.map((block) => block.totals.current.impressions)).toEqual(
      agency.blocks.map((block) => block.totals.current.impressions),
    );
    expect(shown.blocks[0]?.totals.current.named).toEqual(agency.blocks[0]?.totals.current.named);
    expect(shown.blocks[0]?.daily.length).toBe(agency.blocks[0]?.daily.length);
    expect(shown.blocks[0]).not.toHaveProperty('goal');
    const impressions = shown.blocks[0]?.topCampaigns.map((row) => row.current.impressions ?? 0) ?? [];
    expect(impressions).toEqual(impressions.toSorted((a, b) => b - a));
  });

  it('is about one client, and never of a figure that reveals cost', async () => {
    const [{ id } = { id: '' }] = clients;
    expect(await engine.client.clients.names({ clientSafe: true })).toEqual([]);
    expect((await engine.client.clients.names({ clientSafe: true, clientId: id })).map((one) => one.id)).toEqual([id]);
    expect(
      await refusalOf(engine.client.validation.gaps({ clientId: null, range: null, resolved: true, clientSafe: true })),
    ).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/one of them/) as string });
    const file = { fileName: 'ads.csv', base64: btoa('Day,Cost\n2026-11-01,1'), clientSafe: true };
    expect(await refusalOf(engine.client.validation.compareCsv({ clientId: id, ...file }))).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/shows costs/) as string,
    });
    const everyone = await refusalOf(engine.client.clients.list({ range, compare, platforms: null, clientSafe: true }));
    expect(everyone).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/one of them/) as string });
    for (const metric of ['spend', 'roas'])
      expect(
        await refusalOf(
          engine.client.dashboards.compare({ clientId: id, a: range, b: compare, metric, clientSafe: true }),
        ),
      ).toMatchObject({ code: 'BAD_INPUT' });
    expect(
      await refusalOf(engine.client.dashboards.compare({ clientId: id, a: range, b: compare, metric: 'cpa' })),
    ).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/adds up/) as string });
  });

  it('is what a report is made of until the policy of the client shows costs, whoever asks', async () => {
    const [{ id } = { id: '' }] = clients;
    const view = { clientId: id, range, compare, platforms: null };
    const fields = async (clientSafe: boolean): Promise<string[]> => {
      const found = new Set<string>();
      walk(await engine.client.reports.build({ ...view, clientSafe }), (key) => COST_NAME.test(key) && found.add(key));
      return [...found].sort();
    };
    expect(await fields(false)).toEqual(expect.arrayContaining(['spendMicros', 'targetCpaMicros']));
    expect(await fields(true)).toEqual([]);
    await engine.client.reports.setCosts({ clientId: id, shown: false });
    expect(await fields(false)).toEqual([]);
    const { csv } = await engine.client.reports.csv(view);
    expect(csv.split('\r\n')[0]).not.toMatch(/spend|cost|return on ad/i);
    await engine.client.reports.setCosts({ clientId: id, shown: true });
  });

  it('does not grow by itself: a field nobody listed stays inside', async () => {
    const [{ id } = { id: '' }] = clients;
    const answers = asks(engine.client, id, false);
    for (const name of Object.keys(CLIENT_SAFE) as ClientSafeAnswer[]) {
      const path = PATHS[name] ?? `dashboards.${name}`;
      const answer = await answers[path]!();
      // Maps whose keys are names (business names, action types, cells) hold numbers and words only.
      const planted = JSON.parse(JSON.stringify(answer), (key, value: Json) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        !['named', 'conversions', 'segment'].includes(key)
          ? { ...value, plantedCost: 123_456_789 }
          : value,
      ) as Json;
      expect([name, JSON.stringify(planted).includes('plantedCost')]).toEqual([name, true]);
      expect([name, JSON.stringify(toClientSafe(name, planted, (account) => account)).includes('planted')]).toEqual([
        name,
        false,
      ]);
    }
  });
});
