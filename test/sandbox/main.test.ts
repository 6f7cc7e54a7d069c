import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url));
const run = (...args: string[]) => spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

it('prints one line of JSON, serves with the given clock, and ends on SIGTERM', async () => {
  const child = run('--now', '2026-11-21T11:00:00Z', '--seed', '7');
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { urls, credentials } = JSON.parse(String(line));
    const answer = await fetch(
      `${urls.metaGraph}/v26.0/me/adaccounts?access_token=${credentials.meta.systemUserToken}&fields=name,timezone_name&limit=1`,
    );
    expect(await answer.json()).toMatchObject({ data: [{ name: 'Hotel Złota Kotwica' }] });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

it('points a shell to itself when asked to', async () => {
  const child = run('--env');
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(line).toMatch(/^export TIDEMARK_META_GRAPH_URL='http:\/\/127\.0\.0\.1:\d+'$/);
  } finally {
    child.kill('SIGKILL');
  }
});

it.each([
  ['--now', 'yesterday'],
  ['--port', 'x'],
])('says what is wrong with %s %s', async (...args) => {
  const child = run(...args);
  const exit = once(child, 'close');
  let text = '';
  for await (const chunk of child.stderr) text += String(chunk);
  expect(await exit).toEqual([2, null]);
  expect(text).toContain(`${args[0] ?? ''} must be`);
});
