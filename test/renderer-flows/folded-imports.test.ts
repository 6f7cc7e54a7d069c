import { expect, test } from 'vitest';
import type { ClientImport, ImportRun } from '../../src/contract/imports.ts';
import { foldedImports, foldedRuns } from '../../src/renderer/features/imports/folded.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 8, minute)).toISOString();
const run = (id: string, over: Partial<ImportRun>): ImportRun =>
  ({
    id,
    clientId: '1',
    platform: 'meta',
    adAccountId: 'a',
    trigger: 'backfill',
    status: 'succeeded',
    queuedAt: at(2),
    finishedAt: at(3),
    ...over,
  }) as ImportRun;

test('a first import and what was read behind it are one line; failures, other accounts and later wishes are not', () => {
  const first = run('first', { trigger: 'first', queuedAt: at(0), finishedAt: at(2) });
  const lines = foldedRuns([
    run('wished', { queuedAt: at(30), finishedAt: at(31) }),
    run('older', {}),
    run('finer', { queuedAt: at(3) }),
    run('broken', { status: 'failed' }),
    run('other', { adAccountId: 'b' }),
    first,
    run('nightly', { trigger: 'scheduled', queuedAt: at(1) }),
  ]);
  expect(lines.map(({ head, behind }) => [head.id, behind.map((one) => one.id)])).toEqual([
    ['wished', []],
    ['broken', []],
    ['other', []],
    ['first', ['older', 'finer']],
    ['nightly', []],
  ]);
});

test('under way, a client is one line: the background stands behind what a person waits for', () => {
  const one = (id: string, clientId: string, background = false) => ({ id, clientId, background }) as ClientImport;
  const lines = foldedImports([
    one('b1', '1', true),
    one('c1', '2'),
    one('b2', '1', true),
    one('a1', '3'),
    one('a2', '3', true),
    one('a3', '3'),
  ]);
  expect(lines.map(({ head, behind }) => [head.id, behind.map((each) => each.id)])).toEqual([
    ['b1', ['b2']],
    ['c1', []],
    ['a1', ['a2']],
    ['a3', []],
  ]);
});
