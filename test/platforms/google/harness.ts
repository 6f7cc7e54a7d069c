import { PlatformError } from '../../../src/main/platforms/platform.ts';
import type {
  AdPlatform,
  PlatformDeps,
  PlatformFailure,
  PlatformSession,
} from '../../../src/main/platforms/platform.ts';
import { createGooglePlatform } from '../../../src/main/platforms/google/index.ts';
import { CLIENT_ID, CLIENT_SECRET, startFakeGoogle } from './fake-google.ts';
import type { FakeGoogle } from './fake-google.ts';

export const NOW = Date.parse('2026-11-21T10:00:00Z');
export const never = new AbortController().signal;

export type Harness = {
  fake: FakeGoogle;
  platform: AdPlatform;
  deps: PlatformDeps;
  clock: { now: number };
  logged: string[];
  session(credential?: Record<string, unknown>): PlatformSession;
  close(): Promise<void>;
};

export async function startHarness(timeouts = { tokenMs: 20_000, callMs: 20_000, streamMs: 60_000 }): Promise<Harness> {
  const fake = await startFakeGoogle();
  const clock = { now: NOW };
  const logged: string[] = [];
  const deps: PlatformDeps = {
    endpoints: {
      metaGraph: 'http://127.0.0.1:1',
      metaLogin: 'http://127.0.0.1:1',
      googleAds: fake.base,
      googleAuth: fake.base,
      googleToken: fake.base,
    },
    now: () => clock.now,
    log: (level, message, fields) => logged.push(JSON.stringify({ level, message, fields })),
  };
  const platform = createGooglePlatform(deps, timeouts);
  return {
    fake,
    platform,
    deps,
    clock,
    logged,
    session: (credential) =>
      platform.openSession(
        credential ?? { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, refreshToken: fake.issueRefreshToken() },
        {},
      ),
    close: () => fake.close(),
  };
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** Runs what must fail and returns the failure; anything but a PlatformError fails the test. */
export async function failureOf(work: () => unknown): Promise<PlatformFailure> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PlatformError) return error.failure;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
