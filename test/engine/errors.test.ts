import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createSettings } from '../../src/main/engine/settings.ts';
import { toContractError } from '../../src/main/engine/errors.ts';
import { Refusal } from '../../src/main/kernel/failure.ts';
import { redactingLog } from '../../src/main/kernel/log.ts';
import { rememberSecret } from '../../src/main/kernel/redact.ts';
import { PlatformError } from '../../src/main/platforms/platform.ts';
import { StoreError } from '../../src/main/store/errors.ts';
import { newStore } from '../store/helpers.ts';
import { mountTmpfs } from '../store/mounts.ts';
import { refusalOf, startTestEngine, tempHome } from './engine-kit.ts';

it('what nobody foresaw is told as INTERNAL with an incident id; the cause is in the log under that id only', async () => {
  const home = tempHome();
  const engine = await startTestEngine({ home });
  const db = new Database(join(home, 'workspace.db'));
  db.exec('ALTER TABLE saved_view RENAME TO saved_view_gone');
  db.close();
  const refusal = await refusalOf(engine.client.views.list({ screen: null }));
  expect(refusal).toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining('Something went wrong inside Tidemark'),
  });
  const { incidentId } = refusal.data as { incidentId: string };
  expect(incidentId).toMatch(/^[0-9a-f-]{36}$/);
  expect(refusal.text).not.toMatch(/saved_view_gone|no such table|\.ts|node_modules/);
  const line = engine.logged().find((text) => text.includes(incidentId));
  expect(line).toContain('no such table');
});

it('wrong words, unknown things and errors of streams are told as what they are', async () => {
  const { client, logged } = await startTestEngine({ home: tempHome() });
  const range = { from: '2026-11-20', to: '2026-11-01' };
  const reversed = await refusalOf(client.imports.start({ clientIds: 'all', platforms: null, range }));
  expect(reversed).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('ends before it begins') });
  const impossible = await refusalOf(
    client.imports.plan({ clientIds: 'all', platforms: null, range: { from: '2026-02-30', to: '2026-03-01' } }),
  );
  expect(impossible).toMatchObject({ code: 'BAD_INPUT', data: { field: 'range.from' } });
  expect(await refusalOf(client.imports.retry({ runId: 'nothing' }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(
    await refusalOf(client.imports.start({ clientIds: ['x; DROP TABLE'], platforms: null, range: null })),
  ).toMatchObject({
    code: 'NOT_FOUND',
  });
  const watch = async (): Promise<void> => {
    for await (const _state of await client.connections.loginState({ attemptId: 'nothing' })) break;
  };
  expect(await refusalOf(watch())).toMatchObject({
    code: 'NOT_FOUND',
    message: 'This sign-in is no longer open. Start it again.',
    data: { what: 'login' },
  });
  expect(logged().filter((line) => line.includes('incidentId'))).toEqual([]);
});

it('no secret leaves in a message, whoever threw it', () => {
  rememberSecret('canary-secret-0123456789');
  const lines: string[] = [];
  const log = redactingLog((line) => lines.push(JSON.stringify(line)));
  const told = [
    new Refusal('BAD_INPUT', 'The value canary-secret-0123456789 is wrong.', { field: 'secret' }),
    new StoreError('DISK_FULL', 'Full: canary-secret-0123456789', 'canary-secret-0123456789'),
    new PlatformError({
      kind: 'permanent',
      code: 'X',
      sentence: 'No: canary-secret-0123456789',
      detail: 'canary-secret-0123456789',
      retryAt: null,
      scope: 'app',
    }),
    new Error('https://x/?access_token=canary-secret-0123456789', { cause: new Error('canary-secret-0123456789') }),
    'canary-secret-0123456789',
    null,
  ].map((error) => toContractError(error, log));
  expect(told.map((error) => error.code)).toEqual([
    'BAD_INPUT',
    'WORKSPACE_UNAVAILABLE',
    'PLATFORM_REFUSED',
    'INTERNAL',
    'INTERNAL',
    'INTERNAL',
  ]);
  for (const error of told) expect(JSON.stringify(error.toJSON())).not.toContain('canary');
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('canary');
});

it('a disk that fills up under a running engine is told as that, and saving works again with space', async () => {
  const disk = mountTmpfs('6m');
  // Where no file system can be mounted the store's own tests stand for this.
  if (disk === null) return;
  const home = join(disk, 'home');
  const { client, stop } = await startTestEngine({ home });
  const filler = join(disk, 'filler');
  writeFileSync(filler, '');
  for (const size of [65_536, 4_096, 512, 16]) {
    for (;;) {
      try {
        appendFileSync(filler, Buffer.alloc(size));
      } catch {
        break;
      }
    }
  }
  let refusal = null;
  for (let index = 0; refusal === null && index < 500; index += 1) {
    refusal = await client.settings.set({ locale: 'x'.repeat(5_000 + index) }).then(
      () => null,
      () => refusalOf(client.settings.set({ locale: 'y'.repeat(50_000) })),
    );
  }
  expect(refusal).toMatchObject({ code: 'WORKSPACE_UNAVAILABLE', data: { code: 'DISK_FULL' } });
  expect(refusal?.message).toContain('Free some space');
  rmSync(filler);
  expect(await client.settings.set({ locale: 'de' })).toMatchObject({ locale: 'de' });
  await stop();
});

it('a setting a newer version wrote falls back to the default, and the others stay', () => {
  const { db } = newStore();
  createSettings(db, () => undefined).set({ theme: 'dark', density: 'compact' });
  db.prepare(`UPDATE setting SET value = '"sepia"' WHERE key = 'theme'`).run();
  db.prepare(`INSERT INTO setting (key, value) VALUES ('hologram', 'true')`).run();
  const settings = createSettings(db, () => undefined);
  expect(settings.get()).toMatchObject({ theme: 'system', density: 'compact' });
  expect(Object.keys(settings.get())).not.toContain('hologram');
  expect(settings.set({ theme: 'light' })).toMatchObject({ theme: 'light', density: 'compact' });
});
