import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultHome, readEnvironment } from '../../src/main/hosts/environment.ts';

const graph = 'TIDEMARK_META_GRAPH_URL';
const read = (env: NodeJS.ProcessEnv, home: string | undefined = '/tmp/w') =>
  readEnvironment(env, { home, mode: 'service' });
const options = (env: NodeJS.ProcessEnv) => {
  const result = read(env);
  if (!result.ok) throw new Error(result.problem);
  return result.options;
};

describe('the environment', () => {
  it('is the real platforms and the running clock when nothing is set', () => {
    expect(options({ [graph]: '', TIDEMARK_NOW: '' })).toMatchObject({
      home: '/tmp/w',
      endpointOverrides: {},
      fixedNow: null,
      passphrase: null,
      mode: 'service',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      migrationsFolder: expect.stringMatching(/drizzle$/),
    });
  });

  it.each([
    [graph, 'http://127.0.0.1:8080', 'metaGraph', 'http://127.0.0.1:8080'],
    [graph, 'http://127.255.3.4:8080/', 'metaGraph', 'http://127.255.3.4:8080'],
    [graph, 'https://LOCALHOST:1/v26.0/', 'metaGraph', 'https://localhost:1'],
    [graph, 'http://[::1]:9/fake//', 'metaGraph', 'http://[::1]:9/fake'],
    ['TIDEMARK_META_LOGIN_URL', 'http://localhost:9/v26.0/dialog/oauth', 'metaLogin', 'http://localhost:9'],
    ['TIDEMARK_GOOGLE_ADS_URL', 'http://localhost:9/v25', 'googleAds', 'http://localhost:9'],
    ['TIDEMARK_GOOGLE_AUTH_URL', 'http://localhost:9/a/o/oauth2/v2/auth', 'googleAuth', 'http://localhost:9/a'],
    ['TIDEMARK_GOOGLE_TOKEN_URL', 'http://localhost:9/token', 'googleToken', 'http://localhost:9'],
    // One spelling of the same loopback address, not another host.
    [graph, 'http://2130706433:9', 'metaGraph', 'http://127.0.0.1:9'],
  ])('takes %s=%s', (name, value, key, base) => {
    expect(options({ [name]: value }).endpointOverrides).toEqual({ [key]: base });
  });

  it.each([
    'https://graph.facebook.com',
    'http://127.0.0.1.nip.io:80',
    'http://localhost.evil.example',
    'http://localhost.:80',
    'http://0.0.0.0:80',
    'http://[::ffff:7f00:1]:80',
    'http://[::]:80',
    'http://128.0.0.1',
    'http://10.0.0.1',
    'http://evil.example#127.0.0.1',
    'http://127.0.0.1@evil.example',
    'http://user:hunter22@127.0.0.1:9',
    'http://127.0.0.1:9/?a=b',
    'http://127.0.0.1:9/#x',
    'http://127.0.0.1:9/?',
    'ftp://127.0.0.1',
    'file:///tmp',
    '127.0.0.1:8080',
    'localhost:8080',
    'http://',
    'nonsense',
    'http://127.0.0.1:99999',
  ])('refuses %s with a sentence that names the variable and shows no password', (value) => {
    const result = read({ [graph]: value });
    expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(new RegExp(`^${graph} .*\\.$`)) });
    expect(JSON.stringify(result)).not.toContain('hunter22');
  });

  it('fixes the clock only beside an override, and only at a real instant', () => {
    expect(options({ [graph]: 'http://127.0.0.1:1', TIDEMARK_NOW: '2026-03-01T09:30:00Z' }).fixedNow).toBe(
      Date.UTC(2026, 2, 1, 9, 30),
    );
    expect(options({ [graph]: 'http://127.0.0.1:1', TIDEMARK_NOW: '2026-03-01T09:30+02:00' }).fixedNow).toBe(
      Date.UTC(2026, 2, 1, 7, 30),
    );
    expect(read({ TIDEMARK_NOW: '2026-03-01T09:30:00Z' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('without any'),
    });
    for (const value of [
      '2026-03-01',
      '2026-03-01T09:30:00',
      '2026-02-30T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-03-01T25:00:00Z',
      '1767225600000',
      'now',
    ]) {
      expect(read({ [graph]: 'http://127.0.0.1:1', TIDEMARK_NOW: value })).toMatchObject({
        ok: false,
        problem: expect.stringContaining('not an instant'),
      });
    }
  });

  it('takes the passphrase out of the environment, whatever else is wrong, and never repeats it', () => {
    const env: NodeJS.ProcessEnv = { TIDEMARK_PASSPHRASE: 'correct horse', TIDEMARK_NOW: 'x' };
    expect(JSON.stringify(read(env))).not.toContain('correct horse');
    expect(env).not.toHaveProperty('TIDEMARK_PASSPHRASE');
    expect(options({ TIDEMARK_PASSPHRASE: 'correct horse' }).passphrase).toBe('correct horse');
    const short = read({ TIDEMARK_PASSPHRASE: 'hunter2' });
    expect(short).toMatchObject({ ok: false, problem: expect.stringContaining('too short') });
    expect(JSON.stringify(short)).not.toContain('hunter2');
  });

  it('chooses the folder: flag, variable, then the place of the operating system', () => {
    const home = (env: NodeJS.ProcessEnv, flag?: string) => {
      const result = readEnvironment(env, { home: flag, mode: 'service' });
      return result.ok ? result.options.home : result.problem;
    };
    expect(home({ TIDEMARK_HOME: '/a' }, '/b')).toBe('/b');
    expect(home({ TIDEMARK_HOME: '/a' })).toBe('/a');
    expect(home({}, 'rel')).toBe(join(process.cwd(), 'rel'));
    expect(home({}, ' ')).toMatch(/^--home is empty/);
    expect(home({ TIDEMARK_HOME: 'a\0b' })).toMatch(/^TIDEMARK_HOME holds/);
    expect(defaultHome({}, 'linux', '/u')).toBe('/u/.local/share/tidemark');
    expect(defaultHome({ XDG_DATA_HOME: '/x' }, 'linux', '/u')).toBe('/x/tidemark');
    expect(defaultHome({ XDG_DATA_HOME: 'x' }, 'linux', '/u')).toBe('/u/.local/share/tidemark');
    expect(defaultHome({}, 'darwin', '/u')).toBe('/u/Library/Application Support/Tidemark');
    expect(defaultHome({ APPDATA: '/roaming' }, 'win32', '/u')).toBe('/roaming/Tidemark');
    expect(defaultHome({})).toContain(homedir());
  });
});
