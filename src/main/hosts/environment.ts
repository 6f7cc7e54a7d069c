import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlatformEndpoints } from '../kernel/endpoints.ts';
import type { EngineOptions } from '../kernel/engine-protocol.ts';

/** Exit code for a wrong environment: it is wrong usage, like a wrong flag. */
export const WRONG_ENVIRONMENT_EXIT_CODE = 2;

/** What a host's own flags say; a flag beats the variable of the same meaning. */
export type EnvironmentOverrides = {
  /** `--home DIR`, absolute or relative to the working folder. */
  home?: string | undefined;
  /** service when not said. */
  mode?: EngineOptions['mode'];
  logLevel?: EngineOptions['logLevel'];
};

export type Environment = { ok: true; options: EngineOptions } | { ok: false; problem: string };

/**
 * Each variable, the base it sets, and the real API's path that people paste along with the base. That path is taken off again, because
 * the real paths are put behind the base; any other path is kept as the prefix of a server that lives behind one.
 */
const ENDPOINT_VARIABLES: { name: string; endpoint: keyof PlatformEndpoints; realPath: RegExp }[] = [
  { name: 'TIDEMARK_META_GRAPH_URL', endpoint: 'metaGraph', realPath: /\/v\d+\.\d+$/ },
  { name: 'TIDEMARK_META_LOGIN_URL', endpoint: 'metaLogin', realPath: /\/v\d+\.\d+(\/dialog\/oauth)?$/ },
  { name: 'TIDEMARK_GOOGLE_ADS_URL', endpoint: 'googleAds', realPath: /\/v\d+$/ },
  { name: 'TIDEMARK_GOOGLE_AUTH_URL', endpoint: 'googleAuth', realPath: /\/o\/oauth2\/v2\/auth$/ },
  { name: 'TIDEMARK_GOOGLE_TOKEN_URL', endpoint: 'googleToken', realPath: /\/token$/ },
];

/** Shorter ones are refused by the vault as well; saying so here names the variable. */
const SHORTEST_PASSPHRASE = 8;

/**
 * Turns environment variables and a host's flags into the engine's options, or into one sentence that names what is wrong and what to do
 * (exit code WRONG_ENVIRONMENT_EXIT_CODE). An empty variable counts as not set. Takes TIDEMARK_PASSPHRASE out of `env`, so that no
 * worker or child inherits it: pass `process.env` itself.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, overrides: EnvironmentOverrides): Environment {
  const passphrase = env.TIDEMARK_PASSPHRASE || null;
  delete env.TIDEMARK_PASSPHRASE;
  if (passphrase !== null && passphrase.length < SHORTEST_PASSPHRASE) {
    return wrong(`TIDEMARK_PASSPHRASE is too short: a passphrase has at least ${SHORTEST_PASSPHRASE} characters.`);
  }

  const endpointOverrides: Partial<PlatformEndpoints> = {};
  for (const { name, endpoint, realPath } of ENDPOINT_VARIABLES) {
    const text = env[name];
    if (!text) continue;
    const base = loopbackBase(name, text, realPath);
    if (!base.ok) return base;
    endpointOverrides[endpoint] = base.url;
  }

  let fixedNow: number | null = null;
  if (env.TIDEMARK_NOW) {
    if (Object.keys(endpointOverrides).length === 0) {
      return wrong(
        'TIDEMARK_NOW is set without any TIDEMARK_…_URL. The clock can be fixed only while a local test server stands in for an ad platform: remove TIDEMARK_NOW, or set the server too.',
      );
    }
    fixedNow = instantOf(env.TIDEMARK_NOW);
    if (fixedNow === null) {
      return wrong(
        `TIDEMARK_NOW is ${quoted(env.TIDEMARK_NOW)}, which is not an instant. Write it with its zone, like 2026-03-01T09:00:00Z.`,
      );
    }
  }

  const home = homeFolder(env, overrides.home);
  if (!home.ok) return home;
  const root = applicationRoot();
  return {
    ok: true,
    options: {
      home: home.path,
      version: applicationVersion(root),
      endpointOverrides,
      fixedNow,
      passphrase,
      ...(env.TIDEMARK_PSEUDO ? { pseudo: true } : {}),
      migrationsFolder: join(root, 'drizzle'),
      logLevel: overrides.logLevel ?? 'info',
      mode: overrides.mode ?? 'service',
    },
  };
}

/** The workspace folder when nobody names one: where the operating system keeps a person's application data. */
export function defaultHome(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  user = homedir(),
): string {
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Tidemark');
  if (platform === 'win32') return join(env.APPDATA || join(user, 'AppData', 'Roaming'), 'Tidemark');
  // The XDG rules say a relative value must be ignored.
  const data = env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : join(user, '.local', 'share');
  return join(data, 'tidemark');
}

/** True for names that can only mean this machine, after the URL parser has made one spelling of every IPv4 notation. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

type Wrong = { ok: false; problem: string };

function wrong(problem: string): Wrong {
  return { ok: false, problem };
}

/** A value as it may be shown: one line, not endless, and nothing between `//` and `@`, where a password would stand. */
function quoted(text: string): string {
  const shown = text.replace(/\/\/[^/@]*@/g, '//…@').replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return `"${shown.length > 120 ? `${shown.slice(0, 120)}…` : shown}"`;
}

function loopbackBase(name: string, text: string, realPath: RegExp): { ok: true; url: string } | Wrong {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return wrong(`${name} is ${quoted(text)}, which is not a web address. Write it like http://127.0.0.1:8080.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return wrong(`${name} is ${quoted(text)}; it must begin with http:// or https://.`);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong(`${name} contains a user name or a password. Remove the part before the @.`);
  }
  if (!isLoopbackHost(url.hostname)) {
    return wrong(
      `${name} points to ${quoted(url.hostname)}, which is not this machine. Sign-ins are sent there, so only 127.0.0.1, localhost or [::1] is accepted: correct it, or remove it to use the real platform.`,
    );
  }
  if (url.search !== '' || url.hash !== '' || /[?#]$/.test(text)) {
    return wrong(`${name} is ${quoted(text)}; remove everything from the ? or # on.`);
  }
  return { ok: true, url: `${url.origin}${trimSlashes(trimSlashes(url.pathname).replace(realPath, ''))}` };
}

const trimSlashes = (path: string): string => path.replace(/\/+$/, '');

/** Epoch milliseconds of an ISO instant with a zone, or null. The parser takes 30 February for 2 March, so the day is checked by itself. */
function instantOf(text: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (parts === null) return null;
  const day = new Date(`${parts[1]}T00:00:00Z`);
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== parts[1]) return null;
  return instant;
}

function homeFolder(env: NodeJS.ProcessEnv, flag: string | undefined): { ok: true; path: string } | Wrong {
  const name = flag === undefined ? 'TIDEMARK_HOME' : '--home';
  const path = flag ?? (env.TIDEMARK_HOME || defaultHome(env));
  if (path.trim() === '') return wrong(`${name} is empty. Name the folder that holds the workspace.`);
  if (path.includes('\0')) return wrong(`${name} holds a character no folder name can have.`);
  return { ok: true, path: resolve(path) };
}

/** The folder with package.json and drizzle/: the checkout, or the packed application (whose archive reads like a folder). */
function applicationRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** The version in package.json. */
export function applicationVersion(root = applicationRoot()): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
