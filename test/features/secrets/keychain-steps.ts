/**
 * Runs inside a session of its own (dbus-run-session) or without any, against the real keychain library. Prints one JSON line.
 * Steps: probe | first | again | remove | silent. State between processes lies in the file named by the second argument.
 */
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { createKeyring } from '../../../src/main/features/secrets/keyring.ts';
import type { KeyMarker } from '../../../src/main/features/secrets/ports.ts';
import { createSecretStore } from '../../../src/main/features/secrets/secret-store.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import type { Kept } from './memory-repository.ts';
import { memorySecrets } from './memory-repository.ts';

const [step = 'probe', file = '', workspaceId = 'test'] = process.argv.slice(2);
const data: Kept = existsSync(file) ? revive(readFileSync(file, 'utf8')) : { marker: null, sealed: [], workspaceId };
const warnings: unknown[] = [];
const bus = step === 'silent' ? await behindSilentBus(`${file}.bus`) : null;
const keyring = createKeyring({ timeoutMs: step === 'silent' ? 1_000 : 15_000 });
const secrets = createSecretStore({
  repository: memorySecrets(data),
  keyring,
  passphrase: null,
  clock: manualClock(0),
  log: (_level, message, fields) => warnings.push([message, fields]),
});

const report: Record<string, unknown> = { step, before: await secrets.state() };
if (step === 'first') {
  report['persistent'] = (await secrets.ensure()).persistent;
  data.sealed.push(secrets.seal('owner', { token: 'canary' }));
}
if (step === 'again') {
  report['opened'] = tryTo(() => secrets.open('owner', data.sealed[0] ?? new Uint8Array()));
  report['ensured'] = await secrets.ensure().then(
    () => true,
    (error: unknown) => (error as { data: unknown }).data,
  );
}
if (bus !== null) {
  await bus.fallSilent();
  const begun = performance.now();
  report['waited'] = await keyring.read(workspaceId).then(String, (error: unknown) => (error as Error).message);
  report['waitedMs'] = Math.round(performance.now() - begun);
}
if (step === 'remove') report['removed'] = await keyring.remove(workspaceId);
report['after'] = await secrets.state();
report['marker'] = data.marker?.kind ?? null;
report['warnings'] = warnings;
if (file !== '')
  writeFileSync(
    file,
    JSON.stringify(data, (_key, value: unknown) => (value instanceof Uint8Array ? { bytes: hex(value) } : value)),
  );
process.stdout.write(`${JSON.stringify(report)}\n`);

async function behindSilentBus(from: string): Promise<{ fallSilent(): Promise<unknown> }> {
  const [, kind = '', name = ''] =
    /unix:(path|abstract)=([^,]*)/.exec(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') ?? [];
  const to = kind === 'abstract' ? `\0${name}` : name;
  const worker = new Worker(new URL('./silent-bus.worker.ts', import.meta.url), { workerData: { from, to } });
  worker.unref();
  await once(worker, 'message');
  process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${from}`;
  return {
    async fallSilent() {
      const silent = once(worker, 'message');
      worker.postMessage('now');
      await silent;
    },
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function tryTo(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as { data: unknown }).data;
  }
}

function revive(text: string): Kept {
  const parsed = JSON.parse(text, (_key, value: unknown) =>
    // A Buffer turns itself into this shape before a replacer sees it.
    isBytes(value)
      ? Uint8Array.from(typeof value.bytes === 'string' ? Buffer.from(value.bytes, 'hex') : value.data)
      : value,
  ) as Kept;
  const marker: KeyMarker | null = parsed.marker;
  return { ...parsed, marker };
}

function isBytes(value: unknown): value is { bytes?: string; data: number[] } {
  return (
    typeof value === 'object' && value !== null && ('bytes' in value || ('type' in value && value.type === 'Buffer'))
  );
}
