import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The operating system's own keychain, not a double: gnome-keyring in a session bus that lives for one step. */
const STEPS = join(import.meta.dirname, 'keychain-steps.ts');
const installed = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'].every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

// The daemon's stdin is the keyring's passphrase; it is ended with the step, or it would outlive its bus. Asking for the service
// itself would make the bus start a second, locked daemon, so its owner is asked for instead.
const UNLOCKED = `
gnome-keyring-daemon --unlock --foreground --components=secrets <<< "a login password" >/dev/null 2>&1 &
daemon=$!
trap 'kill $daemon 2>/dev/null || true' EXIT
owned() { dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true; }
for _ in $(seq 300); do owned && break; sleep 0.05; done
`;

type Report = {
  before: { kind: string; locked: boolean; sentence: string | null };
  after: { kind: string; locked: boolean; sentence: string | null };
  persistent?: boolean;
  opened?: unknown;
  ensured?: unknown;
  removed?: boolean;
  waited?: string;
  waitedMs?: number;
  marker: string | null;
  warnings: [string, { reason?: string }][];
};

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-keychain-'));
  file = join(folder, 'kept.json');
  mkdirSync(join(folder, 'home'));
  mkdirSync(join(folder, 'run'));
  chmodSync(join(folder, 'run'), 0o700);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function environment(change: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_DATA_HOME: join(folder, 'home', 'share'),
    ...change,
  };
}

function run(command: string, args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const guard = setTimeout(() => end(), 100_000);
    // The whole group: a bus that hangs must not leave its daemon behind.
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Gone already.
      }
    };
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(guard);
      end();
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ended with ${code}: ${err}`));
    });
  });
}

const stepCommand = (step: string, workspaceId: string): string =>
  `"${process.execPath}" "${STEPS}" ${step} "${file}" ${workspaceId}`;

/** Runs steps in one session; one report per step. Lines that are no report are other programs' output. */
async function session(
  prelude: string,
  commands: string[],
  change: Record<string, string> = {},
): Promise<{ reports: Report[]; text: string }> {
  const script = `set -e\n${prelude}\n${commands.join('\n')}\n`;
  const text = await run('dbus-run-session', ['--', 'bash', '-c', script], environment(change));
  const reports = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Report);
  return { reports, text };
}

async function withoutBus(step: string, workspaceId: string): Promise<Report> {
  const bus = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-such-bus')}` };
  const text = await run('bash', ['-c', stepCommand(step, workspaceId)], environment(bus));
  return JSON.parse(text.trim()) as Report;
}

// Skipped, and shown as skipped, only where these programs are not installed.
describe.skipIf(!installed)('gnome-keyring', { timeout: 300_000 }, () => {
  test('keeps one key across processes and sessions; other programs see the item, files do not hold it in clear', async () => {
    const { reports, text } = await session(UNLOCKED, [
      stepCommand('first', 'ws-1'),
      stepCommand('again', 'ws-1'),
      'secret-tool search --all service Tidemark 2>&1',
    ]);
    expect(reports[0]).toMatchObject({
      before: { kind: 'keychain', locked: false },
      persistent: true,
      marker: 'keychain',
    });
    expect(reports[1]).toMatchObject({
      after: { kind: 'keychain', locked: false },
      opened: { token: 'canary' },
      ensured: true,
    });
    expect(text).toMatch(/username = ws-1/);
    const key = /^secret = (\S{44})$/m.exec(text)?.[1] ?? '';
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    const hex = Buffer.from(key, 'base64').toString('hex');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name);
      if (!existsSync(path) || !/\.(json|keyring)$/.test(name)) continue;
      const bytes = readFileSync(path);
      expect(bytes.includes(key) || bytes.includes(hex), name).toBe(false);
    }
  });

  test('locked: says so, makes no key, and opens everything once unlocked', async () => {
    const locked = (await session('', [stepCommand('again', 'ws-1')])).reports[0];
    expect(locked).toMatchObject({
      before: { kind: 'keychain', locked: true, sentence: expect.stringContaining('locked') },
      opened: { code: 'SECRETS_LOCKED' },
      ensured: { code: 'SECRETS_LOCKED' },
      marker: 'keychain',
    });
    const unlocked = (await session(UNLOCKED, [stepCommand('again', 'ws-1')])).reports[0];
    expect(unlocked).toMatchObject({ opened: { token: 'canary' } });
  });

  test('a keychain that does not answer is not waited for without end, and does not keep the program from ending', async () => {
    const { reports, text } = await session(UNLOCKED, [
      'date +began:%s',
      stepCommand('silent', 'ws-1'),
      'date +ended:%s',
    ]);
    expect(reports[0]).toMatchObject({
      before: { kind: 'keychain', locked: false },
      waited: 'The keychain did not answer in 1000 ms.',
    });
    // The bus itself gives up after 25 s: neither the answer nor the end of the program may wait for that.
    expect(reports[0]?.waitedMs).toBeLessThan(20_000);
    const second = (name: string): number => Number(new RegExp(`^${name}:(\\d+)$`, 'm').exec(text)?.[1]);
    expect(second('ended') - second('began')).toBeLessThan(22);
  });

  test('no bus, and a bus without a Secret Service: locked with the reason, never "no key yet"', async () => {
    const noBus = await withoutBus('again', 'ws-1');
    expect(noBus).toMatchObject({
      before: { kind: 'keychain', locked: true },
      opened: { code: 'SECRETS_LOCKED' },
      marker: 'keychain',
    });
    const noService = (await session('', [stepCommand('again', 'ws-1')], { XDG_DATA_DIRS: join(folder, 'nothing') }))
      .reports[0];
    expect(noService).toMatchObject({ before: { kind: 'keychain', locked: true }, opened: { code: 'SECRETS_LOCKED' } });
    expect(noService?.warnings[0]?.[0]).toBe('The keychain could not be read');
  });

  test('the key was deleted: locked, no new one; the sentence says what to do', async () => {
    const { reports } = await session(UNLOCKED, [
      stepCommand('remove', 'ws-1'),
      stepCommand('again', 'ws-1'),
      'secret-tool search --all service Tidemark 2>&1 || true',
    ]);
    expect(reports[0]).toMatchObject({ removed: true });
    expect(reports[1]).toMatchObject({
      before: { kind: 'keychain', locked: true, sentence: expect.stringContaining('does not hold the key') },
      opened: { code: 'SECRETS_LOCKED' },
      ensured: { code: 'SECRETS_LOCKED' },
    });
  });

  test('a fresh workspace with nobody to unlock: this run only, never the kernel keyring', async () => {
    rmSync(file);
    const fresh = (await session('', [stepCommand('first', 'ws-2')])).reports[0];
    expect(fresh).toMatchObject({ persistent: false, after: { kind: 'memory', locked: false }, marker: null });
    rmSync(file);
    expect(await withoutBus('first', 'ws-3')).toMatchObject({
      before: { kind: 'memory' },
      persistent: false,
      marker: null,
    });
  });
});
