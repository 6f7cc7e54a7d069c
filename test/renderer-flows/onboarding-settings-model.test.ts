import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../src/contract/imports.ts';
import { DEFAULT_SETTINGS } from '../../src/contract/settings-defaults.ts';
import type { WorkspaceState } from '../../src/contract/workspace.ts';
import { demoProgress, whereSignInsGo } from '../../src/renderer/features/onboarding/model.ts';
import { localeOptions, savedPart, secretStoreWords } from '../../src/renderer/features/settings/model.ts';
import { at, clientImport } from './samples.ts';

const workspace = (over: Partial<WorkspaceState> = {}): WorkspaceState => ({
  revision: 1,
  status: 'ready',
  kind: 'demo',
  home: '/home/anna/Tidemark',
  problem: null,
  secretStore: { kind: 'keychain', locked: false, sentence: null },
  now: at(0),
  version: '0.1.0',
  clients: 24,
  connections: 2,
  ...over,
});
const progress = (imports: ImportProgress['imports']): ImportProgress => ({
  revision: 1,
  imports,
  counts: { running: 0, waiting: 0, queued: 0, finishedToday: 0, failedToday: 0 },
});

describe('filling the demo', () => {
  const running = clientImport({ percent: 40 });
  const done = clientImport({ id: 'b', status: 'succeeded', percent: 100, finishedAt: at(0) });
  const failed = clientImport({ id: 'c', status: 'failed', percent: 10, finishedAt: at(0) });

  test('nothing counts before the switch to the demo workspace', () => {
    expect(demoProgress(workspace({ kind: 'main' }), progress([done])).ready).toBe(false);
    expect(demoProgress(workspace({ clients: 0 }), progress([done])).ready).toBe(false);
    expect(demoProgress(null, null).ready).toBe(false);
  });
  test('one client with data is enough; a failed one is not data', () => {
    expect(demoProgress(workspace(), progress([running, failed]))).toMatchObject({ ready: false, percent: 70 });
    expect(demoProgress(workspace(), progress([running, done]))).toMatchObject({ ready: true, percent: 70 });
  });
  test('a demo filled before is ready at once', () => {
    expect(demoProgress(workspace(), progress([]))).toMatchObject({ ready: true, percent: 100 });
  });
});

test('where sign-ins go is said as it is', () => {
  const kind = (one: 'keychain' | 'passphrase' | 'memory') =>
    whereSignInsGo(workspace({ kind: 'main', secretStore: { kind: one, locked: false, sentence: null } }));
  expect(kind('keychain')).toBe('Sign-ins go to your system keychain.');
  expect(kind('passphrase')).toContain('sealed with your passphrase');
  expect(kind('memory')).toContain('in memory');
  expect(secretStoreWords({ kind: 'memory', locked: false, sentence: null }).sentence).toContain('forgotten');
  expect(secretStoreWords({ kind: 'passphrase', locked: true, sentence: null }).sentence).toContain('locked now');
});

test('the demo never claims a passphrase somebody chose', () => {
  const store = { kind: 'passphrase', locked: false, sentence: null } as const;
  expect(secretStoreWords(store, 'demo').sentence).toBe('Demo sign-ins, made up and worth nothing.');
  expect(whereSignInsGo(workspace({ secretStore: store }))).toContain('worth nothing');
});

test('formats keep a locale that is not on our list, even a broken one', () => {
  expect(localeOptions('sw-KE').map(({ value }) => value)).toContain('sw-KE');
  expect(localeOptions('not a locale').map(({ value }) => value)).toContain('not a locale');
  expect(new Set(localeOptions('en').map(({ value }) => value)).size).toBe(localeOptions('en').length);
});

test('the answer to one change takes back no other', () => {
  const saved = { ...DEFAULT_SETTINGS, theme: 'dark', locale: 'pl-PL' } as const;
  expect(savedPart(saved, { locale: 'pl-PL' })).toEqual({ locale: 'pl-PL' });
});
