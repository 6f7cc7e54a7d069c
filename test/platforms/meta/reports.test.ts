import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { GraphApi } from '../../../src/main/platforms/meta/api.ts';
import { PATIENCE, waitForReport } from '../../../src/main/platforms/meta/reports.ts';

import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import {
  ACCOUNT,
  collect,
  collectRows,
  failure,
  insightRow,
  never,
  PASTED,
  platformFor,
  request,
  TOKEN,
  VALID_TOKEN,
} from './support.ts';

const NODE = `act_${ACCOUNT.adAccountId}`;
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
  const rows = Array.from({ length: 7 }, (_, index) => insightRow({ ad_id: String(index) }));
  graph.rows.set(`${NODE}/insights/ad`, [...rows.slice(0, 6), { ...rows[6], '#hidden': 'ARCHIVED' }]);
  graph.pageSize = 3;
});
afterEach(() => graph.close());

const state = (async_status: string, async_percent_completion: number) => ({ async_status, async_percent_completion });

const read = (options = {}, signal = never()) =>
  platformFor(graph.base, options)
    .platform.openSession(PASTED, {})
    .readInsights(request({ asynchronous: true }), signal);

describe('asynchronous reports', () => {
  it.each([null, 'NaN', undefined])('one that is completed with %s for its percent is read', async (percent) => {
    const told = { async_status: 'Job Completed', async_percent_completion: percent };
    const api = { call: () => Promise.resolve(told) } as unknown as GraphApi;
    const poll = { firstMs: 1, maxMs: 1, stuckMs: 3, totalMs: 10 };
    await expect(collect(waitForReport(api, '1', poll, never()))).resolves.toEqual([0]);
  });

  it('starts by POST, tells the percent while waiting, then reads every page', async () => {
    graph.run.states = [
      state('Job Not Started', 0),
      state('Job Running', 40),
      state('Job Running', 40),
      state('Job Completed', 100),
    ];
    const { records, percents } = await collectRows(read());
    expect(records).toHaveLength(7);
    expect(percents).toEqual([0, 40, 100]);
    const [started] = graph.requests;
    expect(started).toMatchObject({ method: 'POST', path: `/v26.0/${NODE}/insights` });
    expect(started?.form.get('level')).toBe('ad');
    expect(started?.form.get('fields')).toContain('ad_id');
    expect(started?.raw).not.toContain('?');
    expect(graph.requests.filter(({ path }) => path.endsWith('/insights') && !path.includes('act_'))).toHaveLength(3);
  });

  it('does not trust 100 % before the word Completed, nor the word before 100 %', async () => {
    graph.run.states = [state('Job Running', 100), state('Job Completed', 90), state('Job Completed', 100)];
    const { records } = await collectRows(read());
    expect(records).toHaveLength(7);
    expect(graph.requests.filter(({ path }) => /v26\.0\/\d+$/.test(path))).toHaveLength(3);
  });

  it.each(['Job Failed', 'Job Skipped', 'Failed'])('%s at 100 % is a failure', async (word) => {
    graph.run.states = [state('Job Running', 50), state(word, 100)];
    expect(await failure(collect(read()))).toMatchObject({ kind: 'transient', code: 'REPORT_FAILED' });
  });

  it.each([
    [{ error_code: -3, error_subcode: 1504045 }, 'too_big', 'TOO_BIG'],
    [{ error_code: -2, error_subcode: 2490547, error_message: 'x' }, 'transient', 'REPORT_FAILED'],
    [{ error_code: 100, error_subcode: 3191001 }, 'permanent', 'NO_PERMISSION'],
    [{ error_code: 2, error_subcode: 1504041 }, 'permanent', 'REQUEST_REFUSED'],
  ])('%j says why', async (why, kind, code) => {
    graph.run = { states: [state('Job Failed', 100)], why };
    expect(await failure(collect(read()))).toMatchObject({ kind, code });
  });

  it('a report that stands still is given up', async () => {
    graph.run.states = [state('Job Running', 0)];
    const told = await failure(collect(read({ poll: { firstMs: 1, maxMs: 1, stuckMs: 5, totalMs: 1000 } })));
    expect(told).toMatchObject({ kind: 'transient', code: 'REPORT_FAILED' });
    expect(graph.requests.length).toBeLessThan(10);
  });

  it('a run Graph does not know yet is waited for, but not for ever', async () => {
    graph.run.states = [state('Job Completed', 100)];
    let misses = 0;
    graph.script = ({ path }) => {
      if (!/v26\.0\/\d+$/.test(path) || misses >= 3) return undefined;
      misses += 1;
      return { status: 400, body: graphErrorBody({ code: 100, error_subcode: 33 }) };
    };
    expect((await collectRows(read())).records).toHaveLength(7);
    misses = -1000;
    expect(await failure(collect(read()))).toMatchObject({ code: 'NO_PERMISSION' });
  });

  it('a start without a run id is a bad answer', async () => {
    graph.script = ({ method }) => (method === 'POST' ? { body: { hello: 1 } } : undefined);
    expect(await failure(collect(read()))).toMatchObject({ code: 'BAD_ANSWER' });
  });

  it('cancelling ends the waiting at once', async () => {
    graph.run.states = [state('Job Running', 10)];
    const controller = new AbortController();
    const work = (async () => {
      for await (const page of read({ poll: { firstMs: 60_000, maxMs: 60_000 } }, controller.signal)) {
        if (page.percent === 10) setImmediate(() => controller.abort());
      }
    })();
    expect(await failure(work)).toMatchObject({ kind: 'transient', code: 'ABORTED' });
  });

  it('two sessions poll each with its own token', async () => {
    const other = 'EAAotherTokenOfTheTest9876543210';
    graph.tokens.set(other, VALID_TOKEN);
    graph.run.states = [state('Job Completed', 100)];
    const { platform } = platformFor(graph.base);
    const sessions = [TOKEN, other].map((token) => platform.openSession({ ...PASTED, token }, {}));
    const owner = new Map<string, string>();
    graph.script = ({ path, method, authorization }) => {
      if (method === 'POST') return undefined;
      const run = path.split('/')[2] ?? '';
      owner.set(run, owner.get(run) ?? authorization ?? '');
      expect(authorization).toBe(owner.get(run));
      return undefined;
    };
    const answers = await Promise.all(
      sessions.map((session) => collectRows(session.readInsights(request({ asynchronous: true }), never()))),
    );
    expect(answers.map(({ records }) => records.length)).toEqual([7, 7]);
    expect(new Set(owner.values())).toEqual(new Set([`Bearer ${TOKEN}`, `Bearer ${other}`]));
  });
});

describe('patience', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  /** Waits for a report whose percentage follows the minutes waited; tells after how many minutes it was given up. */
  async function givenUpAfter(percentAt: (minutes: number) => number): Promise<number> {
    let waitedMs = 0;
    let ended = false;
    const api = {
      call: () => Promise.resolve(state('Job Running', percentAt(waitedMs / 60_000))),
    } as unknown as GraphApi;
    const told = failure(collect(waitForReport(api, '1', PATIENCE, never()))).finally(() => (ended = true));
    while (!ended && waitedMs < 3 * 3_600_000) {
      await vi.advanceTimersByTimeAsync(500);
      waitedMs += 500;
    }
    expect(await told).toMatchObject({ kind: 'transient', code: 'REPORT_FAILED' });
    return waitedMs / 60_000;
  }

  it('ends five minutes after the last progress', async () => {
    expect(await givenUpAfter(() => 0)).toBeCloseTo(5, 0);
    expect(await givenUpAfter((minutes) => (minutes < 4 ? 0 : 20))).toBeCloseTo(9, 0);
  });

  it('ends after half an hour however it creeps on', async () => {
    expect(await givenUpAfter((minutes) => Math.floor(minutes / 2))).toBeCloseTo(30, 0);
  });
});
