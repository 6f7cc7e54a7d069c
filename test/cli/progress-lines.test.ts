import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/main/hosts/cli-engine.ts';
import type { ClientImport } from '../../src/contract/imports.ts';
import type { Terminal } from '../../src/main/hosts/cli-terminal.ts';
import { progressLines, waitForRuns } from '../../src/main/hosts/cli-runs.ts';

const item = (client: string, status: ClientImport['status'], percent: number, background = false): ClientImport => ({
  id: `${client} ${background}`,
  clientId: client,
  client,
  platforms: ['meta'],
  status,
  position: null,
  percent,
  step: 'Syncing Meta Ads',
  records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
  campaigns: [],
  retryAt: null,
  startedAt: null,
  finishedAt: null,
  problem: null,
  connectionId: null,
  runIds: [],
  background,
});

test('one client says how far it is; of many a line each, older days apart', () => {
  const one = progressLines();
  expect([1, 1, 2].map((percent) => one([item('A', 'running', percent)]))).toEqual([
    'A: Syncing Meta Ads 1%',
    null,
    'A: Syncing Meta Ads 2%',
  ]);
  const many = progressLines();
  const told: (string | null)[] = [];
  for (let percent = 0; percent <= 100; percent++)
    told.push(many([item('A', 'running', percent), item('B', 'running', percent), item('A', 'queued', 0, true)]));
  told.push(many([item('A', 'succeeded', 100), item('B', 'succeeded', 100), item('A', 'running', 0, true)]));
  expect(told.filter((line) => line !== null)).toEqual([
    'Client 1 of 2: A',
    'Client 2 of 2: B',
    'Older days, client 1 of 1: A',
  ]);
});

test('a client that came and went between two looks is counted and named', () => {
  const many = progressLines();
  expect(many([item('A', 'running', 1), item('B', 'queued', 0), item('C', 'queued', 0)])).toBe('Client 1 of 3: A');
  expect(many([item('A', 'succeeded', 100), item('B', 'running', 9), item('C', 'queued', 0)])).toBe('Client 2 of 3: B');
  const over = [item('A', 'succeeded', 100), item('B', 'succeeded', 100), item('C', 'succeeded', 100)];
  expect([many(over), many(over)]).toEqual(['Client 3 of 3: C', null]);
});

test('what a platform does not give is told once per client, and only of imports that are none the worse for it', async () => {
  async function* nothingOpen() {
    yield { revision: 1, imports: [], counts: {} };
  }
  const slice = (status: string, error: string | null) => ({ status, error });
  const details: Record<string, unknown> = {
    a: { run: { client: 'A', status: 'succeeded' }, slices: [slice('skipped', 'Opt in.'), slice('done', null)] },
    b: { run: { client: 'A', status: 'succeeded' }, slices: [slice('skipped', 'Opt in.')] },
    c: { run: { client: 'C', status: 'failed' }, slices: [slice('skipped', 'The sign-in has expired.')] },
  };
  const engine = {
    imports: { progress: async () => nothingOpen(), detail: async ({ runId }: { runId: string }) => details[runId] },
  } as unknown as EngineClient;
  const told: string[] = [];
  const terminal = { err: (text: string) => void told.push(text) } as unknown as Parameters<typeof waitForRuns>[3];
  const runs = await waitForRuns(engine, ['a', 'b', 'c'], 1, terminal);
  expect(runs.map((run) => run.status)).toEqual(['succeeded', 'succeeded', 'failed']);
  expect(told).toEqual(['A: Opt in.\n']);
});

describe('a run behind more imports than the progress describes', () => {
  const NOW = '2026-11-21T10:00:00.000Z';
  const other = (over: object) => ({ ...item('Other', 'queued', 0), runIds: ['other'], position: 1, ...over });
  async function follow(shown: object[], statuses: string[]): Promise<{ status: string; asked: number }> {
    let asked = 0;
    async function* updates() {
      for (let revision = 1; revision <= 10; revision++)
        yield { revision, imports: shown, order: shown.map((one) => (one as { id: string }).id), counts: {} };
    }
    const status = (): string => statuses[Math.min(asked, statuses.length - 1)] ?? '';
    const engine = {
      workspace: { state: async () => ({ now: NOW }) },
      imports: {
        progress: async () => updates(),
        detail: async () => {
          const run = { client: 'Mine', status: status() };
          asked += 1;
          return { run, slices: [] };
        },
      },
    } as unknown as EngineClient;
    const [run] = await waitForRuns(engine, ['mine'], 60, { err: () => undefined } as unknown as Terminal);
    return { status: run?.status ?? '', asked };
  }

  test('is waited for', async () => {
    expect(await follow([other({})], ['queued', 'queued', 'succeeded'])).toEqual({ status: 'succeeded', asked: 4 });
  });
  test('is not when everything before it waits too long', async () => {
    const waiting = other({ status: 'waiting', retryAt: '2026-11-21T12:00:00.000Z' });
    expect(await follow([waiting], ['queued'])).toEqual({ status: 'queued', asked: 2 });
  });
});
