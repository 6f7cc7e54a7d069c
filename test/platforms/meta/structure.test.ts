import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import { ACCOUNT, collect, failure, never, PASTED, platformFor, TOKEN, VALID_TOKEN } from './support.ts';

const NODE = `act_${ACCOUNT.adAccountId}`;
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
  const rows = (count: number, extra: object) =>
    Array.from({ length: count }, (_, index) => ({
      id: String(index + 1),
      name: `n${index}`,
      effective_status: 'ACTIVE',
      ...extra,
    }));
  graph.rows.set(`${NODE}/campaigns`, [
    ...rows(5, { daily_budget: '5000' }),
    { id: '99', name: 'gone', effective_status: 'DELETED' },
  ]);
  graph.rows.set(`${NODE}/adsets`, rows(4, { campaign_id: '1' }));
  graph.rows.set(`${NODE}/ads`, rows(3, { campaign_id: '1', adset_id: '2' }));
});
afterEach(() => graph.close());

async function read(): Promise<string[]> {
  const session = platformFor(graph.base).platform.openSession(PASTED, {});
  const pages = await collect(session.readStructure({ adAccount: ACCOUNT }, never()));
  return pages.flatMap((page) => page.entities).map(({ level, entityId, status }) => `${level} ${entityId} ${status}`);
}

const filters = (edge: string) =>
  graph.requests.filter(({ path }) => path.endsWith(edge)).map(({ query }) => query.get('filtering'));

describe('reading the structure', () => {
  it('lists campaigns, ad sets and ads in that order, every page, every status', async () => {
    graph.pageSize = 2;
    const entities = await read();
    expect(entities).toHaveLength(13);
    expect(entities.map((line) => line.split(' ')[0])).toEqual([
      ...Array(6).fill('campaign'),
      ...Array(4).fill('ad_group'),
      ...Array(3).fill('ad'),
    ]);
    expect(entities).toContain('campaign 99 deleted');
    const [filter] = JSON.parse(filters('/campaigns')[0] ?? '') as {
      field: string;
      operator: string;
      value: string[];
    }[];
    expect(filter).toMatchObject({ field: 'effective_status', operator: 'IN' });
    expect(filter?.value).toEqual(expect.arrayContaining(['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED']));
    expect(graph.requests[0]?.query.get('limit')).toBe('200');
  });

  it('falls back step by step when the filter is refused', async () => {
    graph.script = ({ path, query }) => {
      const filter = query.get('filtering') ?? '';
      if (path.endsWith('/campaigns') && filter.includes('DELETED')) {
        return { status: 400, body: graphErrorBody({ code: 100, error_subcode: 1815001 }) };
      }
      return path.endsWith('/ads') && filter !== '' ? { status: 400, body: graphErrorBody({ code: 100 }) } : undefined;
    };
    // The deleted campaign is what the narrower filter costs.
    expect(await read()).toHaveLength(12);
    expect(filters('/campaigns')).toHaveLength(2);
    expect(filters('/campaigns')[1]).toContain('ARCHIVED');
    expect(filters('/adsets')).toHaveLength(1);
    expect(filters('/ads').at(-1)).toBeNull();
  });

  it.each([
    [{ code: 100, error_subcode: 33 }, 'NO_PERMISSION', 1],
    [{ code: 80004 }, 'RATE_LIMITED', 1],
    [{ code: 100 }, 'REQUEST_REFUSED', 3],
  ])('%j does not look like a filter problem for ever', async (error, code, requests) => {
    graph.script = () => ({ status: 400, body: graphErrorBody(error) });
    expect(await failure(read())).toMatchObject({ code });
    expect(graph.requests).toHaveLength(requests);
  });

  it('asks for smaller pages when there is too much data, on the first page and on later ones', async () => {
    const tooMuch = { status: 500, body: graphErrorBody({ code: 1, message: 'Please reduce the amount of data' }) };
    graph.pageSize = 2;
    graph.script = ({ path, query }) => {
      const limit = Number(query.get('limit'));
      if (path.endsWith('/campaigns') && limit > 100) return tooMuch;
      return path.endsWith('/campaigns') && query.has('after') && limit > 30 ? tooMuch : undefined;
    };
    expect(await read()).toHaveLength(13);
    expect(
      graph.requests.filter(({ path }) => path.endsWith('/campaigns')).map(({ query }) => query.get('limit')),
    ).toEqual(['200', '100', '100', '50', '25', '25']);
  });

  it('gives up as too big when even the smallest page is', async () => {
    graph.script = () => ({ status: 500, body: graphErrorBody({ code: 1, error_subcode: 99 }) });
    expect(await failure(read())).toMatchObject({ kind: 'too_big' });
    expect(graph.requests.map(({ query }) => query.get('limit'))).toEqual(['200', '100', '50', '25', '12', '10']);
  });

  it('sets an unreadable row aside beside the others', async () => {
    graph.rows.set(`${NODE}/adsets`, [
      { id: '1', name: 'x' },
      { id: '2', name: 'y', campaign_id: '1' },
    ]);
    const session = platformFor(graph.base).platform.openSession(PASTED, {});
    const pages = await collect(session.readStructure({ adAccount: ACCOUNT }, never()));
    expect(pages.flatMap((page) => page.setAside)).toEqual([
      { reason: 'campaign_id is missing', raw: { id: '1', name: 'x' } },
    ]);
  });
});
