import { rmSync } from 'node:fs';
import type { Level, PlatformId } from '../../../src/contract/vocabulary.ts';
import { createImportsFeature } from '../../../src/main/features/imports/handlers.ts';
import type { ImportRepository, RunRecord } from '../../../src/main/features/imports/ports.ts';
import { createImportQueue } from '../../../src/main/features/imports/queue.ts';
import { importRepository } from '../../../src/main/features/imports/stored.ts';
import { createQuotas } from '../../../src/main/features/quotas/quotas.ts';
import { quotaRepository } from '../../../src/main/features/quotas/stored.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { createGooglePlatform } from '../../../src/main/platforms/google/index.ts';
import { currentRunId } from '../../../src/main/features/imports/current-run.ts';
import type { AdPlatform, RequestReading } from '../../../src/main/platforms/platform.ts';
import { createMetaPlatform } from '../../../src/main/platforms/meta/index.ts';
import { openWorkspace } from '../connections/workspace.ts';
import { fakeKeyring } from '../secrets/memory-repository.ts';
import type { AgencySpec, AccountSpec, Sandbox } from '../../../src/sandbox/sandbox.ts';

/** Noon in Warsaw, so that every account of the tests is on the same day. */
export const NOW = Date.parse('2026-11-21T11:00:00Z');
export const DAY = 86_400_000;
export const LEVELS: readonly Level[] = ['account', 'campaign', 'ad_group', 'ad'];

export function account(platform: PlatformId, name: string, more: Partial<AccountSpec> = {}): AccountSpec {
  return {
    platform,
    name,
    currency: 'PLN',
    timezone: 'Europe/Warsaw',
    vertical: 'shop',
    dailySpend: 100,
    campaigns: 2,
    adGroups: 1,
    ads: 1,
    ...more,
  };
}

/** An agency of small ad accounts, each the only one of a client of the same name. */
export function agencyOf(...accounts: AccountSpec[]): AgencySpec {
  return { clients: accounts.map((one) => ({ name: one.name, accounts: [one] })) };
}

export type KitOptions = {
  sandbox: Sandbox;
  home?: string;
  keyring?: ReturnType<typeof fakeKeyring>;
  clock?: ReturnType<typeof manualClock>;
  parallelRuns?: number;
  onlyAsked?: boolean;
  random?: () => number;
  /** As in a service: what follows a first import by itself. Nothing when left out. */
  newClientMonths?: () => number;
  /** Where Meta's Graph is, when not the sandbox itself. */
  metaGraph?: string;
  /** Operations allowed per app in 24 hours; unlimited when left out. */
  dailyOperations?: number;
  /** Counts so many operations for every request, whatever the platform says. */
  operationsPerRequest?: number;
  aroundPlatform?: (platform: AdPlatform) => AdPlatform;
  runEnded?: (run: RunRecord) => void;
  /** Stands between the queue and the store, to count or to break. */
  around?: (repository: ImportRepository) => ImportRepository;
};

/** The import feature on a real store and the real platforms, against the stand-in servers. */
export function openKit(options: KitOptions) {
  const clock = options.clock ?? manualClock(NOW);
  const keyring = options.keyring ?? fakeKeyring();
  const deps = {
    endpoints: {
      ...options.sandbox.urls,
      ...(options.metaGraph === undefined ? {} : { metaGraph: options.metaGraph }),
    },
    now: () => clock.now(),
    log: silentLog,
  };
  const list = [
    createMetaPlatform(deps, { timeoutMs: 10_000, poll: { firstMs: 1, maxMs: 2, stuckMs: 50 } }),
    createGooglePlatform(deps),
  ].map(options.aroundPlatform ?? ((same) => same));
  const platforms = new Map(list.map((platform) => [platform.id, platform] as const));
  const workspace = openWorkspace({
    platforms: list,
    clock,
    keyring,
    onUsage: (connectionId, platform, usage) => quotas.noteUsage(connectionId, platform, usage),
    onRequest(connectionId, platform, request) {
      requests.push({ runId: currentRunId(), ...request });
      const operations = options.operationsPerRequest ?? request.operations;
      quotas.noteRequest(connectionId, platform, { operations });
    },
    onApp: (connectionId, appKey) => quotas.noteApp(connectionId, appKey),
    ...(options.home === undefined ? {} : { home: options.home }),
  });
  const quotas = createQuotas({
    repository: quotaRepository(workspace.store.db),
    dailyOperations: () => options.dailyOperations ?? null,
    now: () => clock.now(),
    random: options.random ?? (() => 0),
    log: silentLog,
  });
  const requests: (RequestReading & { runId: string | null })[] = [];
  const repository = (options.around ?? ((same) => same))(importRepository(workspace.store));
  repository.requeueInterrupted(clock.now());
  const queue = createImportQueue({
    repository,
    platforms,
    sessions: workspace.connections.sessions,
    quotas,
    runEnded(run) {
      options.runEnded?.(run);
      imports.runEnded(run);
    },
    now: () => clock.now(),
    random: options.random ?? (() => 0),
    log: silentLog,
    dataChanged: () => undefined,
    parallelRuns: options.parallelRuns ?? 6,
    onlyAsked: options.onlyAsked ?? false,
    retryBaseMs: 1,
  });
  const imports = createImportsFeature({
    repository,
    platforms,
    queue,
    now: () => clock.now(),
    ...(options.newClientMonths ? { newClientMonths: options.newClientMonths } : {}),
  });
  const { credentials } = options.sandbox;

  return {
    ...workspace,
    clock,
    keyring,
    repository,
    platforms,
    queue,
    quotas,
    /** The first sign-in's. */
    connectionId: () => workspace.connectionRepository.list()[0]?.id ?? '',
    /** What the platforms were asked through sessions, with the run it was for. */
    requests,
    imports,
    /** Signs in with the pasted secrets and gives every listed ad account to the client of its name in the agency. */
    async connect(secrets: { platform: PlatformId; secret?: string }[] = [{ platform: 'meta' }]) {
      for (const { platform, secret } of secrets) {
        const app: Record<string, string> =
          platform === 'google'
            ? { clientId: credentials.google.clientId, clientSecret: credentials.google.clientSecret }
            : { appId: credentials.meta.appId, appSecret: credentials.meta.appSecret };
        const standard = platform === 'google' ? credentials.google.refreshToken : credentials.meta.systemUserToken;
        await workspace.connections.addPasted({ platform, app, secret: secret ?? standard });
      }
      const clientOf = new Map(
        options.sandbox.truth.accounts().map((one) => [`${one.platform}:${one.adAccountId}`, one.client]),
      );
      workspace.adAccounts.assign(
        workspace.adAccounts.list(null).flatMap(({ platform, adAccountId }) => {
          const client = clientOf.get(`${platform}:${adAccountId}`);
          return client === undefined ? [] : [{ platform, adAccountId, client }];
        }),
      );
    },
    clientId: (name: string): number =>
      Number(workspace.clients().find((client) => client.name === name)?.id ?? Number.NaN),
    /** Starts and waits for the end; the runs by client name. */
    async importAll(request: Partial<Parameters<typeof imports.start>[0]> = {}, maxWaitMs = 60_000) {
      const { runIds } = imports.start({ clientIds: 'all', platforms: null, range: null, ...request });
      await queue.settled(runIds, maxWaitMs);
      return new Map(
        runIds.map((id) => {
          const run = repository.run(id);
          if (!run) throw new Error('A run is gone.');
          return [run.account.client, run] as const;
        }),
      );
    },
    /** Ends this run of the engine as a quit does; the folder stays. */
    async quit() {
      await queue.stop();
      workspace.stop();
    },
    async remove() {
      await queue.stop();
      workspace.stop();
      rmSync(workspace.home, { recursive: true, force: true });
    },
  };
}

export type Kit = ReturnType<typeof openKit>;

export type Stored = { entityId: string; date: string; spendMicros: bigint; impressions: number; clicks: number };

/** What the store holds of an ad account, straight from the table. */
export function stored(kit: Kit, adAccountId: string, level: Level): Stored[] {
  const rows = kit.store.db
    .prepare(
      `SELECT coalesce(e.entity_id, a.ad_account_id) AS entityId, i.day, i.spend_micros AS spend, i.impressions, i.clicks
       FROM insight_day i JOIN ad_account a ON a.id = i.ad_account_key LEFT JOIN entity e ON e.id = i.entity_key
       WHERE a.ad_account_id = ? AND i.level = ?`,
    )
    .all(adAccountId, LEVELS.indexOf(level)) as Record<string, string | number | null>[];
  return rows.map((row) => {
    const day = String(row['day']);
    return {
      entityId: String(row['entityId']),
      date: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`,
      spendMicros: BigInt(row['spend'] ?? 0),
      impressions: Number(row['impressions'] ?? 0),
      clicks: Number(row['clicks'] ?? 0),
    };
  });
}
