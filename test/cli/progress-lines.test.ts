import { expect, test } from 'vitest';
import type { ClientImport } from '../../src/contract/imports.ts';
import { progressLines } from '../../src/main/hosts/cli-runs.ts';

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
