import { implement } from '@orpc/server';
import { contract } from '../../src/contract/contract.ts';
import type { AdAccount, Connection, LoginState } from '../../src/contract/connections.ts';
import type { ClientImport, ImportProgressUpdate, ImportRun } from '../../src/contract/imports.ts';
import { DEFAULT_SETTINGS } from '../../src/contract/settings-defaults.ts';
import type { Settings, WorkspaceState } from '../../src/contract/workspace.ts';
import { createFixtureRouter } from '../renderer/fixture-engine.ts';
import { NOW } from '../renderer/fixture-data.ts';
import { createOperations, type Operations } from './operations-engine.ts';
import { operationsRouter } from './operations-router.ts';
import { noteCall } from './recording.ts';

/**
 * An engine whose state a test writes and pushes, for the flows of connecting and importing. It records every call it was asked,
 * and refuses what the test tells it to refuse. It is not the engine; it shows what the screens do with what an engine says.
 */
export type FlowState = {
  workspace: WorkspaceState;
  settings: Settings;
  imports: ClientImport[];
  history: ImportRun[];
  connections: Connection[];
  accounts: AdAccount[];
  login: LoginState;
  operations: Operations;
  doctor: { check: string; ok: boolean; finding: string; fix: string | null }[];
  /** Procedure name → the refusal it answers with. */
  refuse: Record<string, { code: string; message: string; data?: unknown }>;
  calls: { name: string; input: unknown }[];
};

const platforms = [
  {
    platform: 'meta' as const,
    name: 'Meta Ads',
    badge: 'M',
    adGroupName: 'Ad set',
    scopes: ['ads_read', 'business_management'],
    appFields: [
      { name: 'appId', label: 'App ID', hint: 'From your app in Meta for Developers.', secret: false, required: true },
      { name: 'appSecret', label: 'App secret', hint: 'Stays on this computer.', secret: true, required: true },
    ],
    pastedSecret: {
      label: 'System user token',
      hint: 'Business settings, System users, Generate token.',
      appFieldsNeeded: false,
    },
    lookbackDays: 28,
    conversionSettleDays: 7,
    retentionMonths: 37,
  },
  {
    platform: 'google' as const,
    name: 'Google Ads',
    badge: 'G',
    adGroupName: 'Ad group',
    scopes: ['https://www.googleapis.com/auth/adwords'],
    appFields: [
      {
        name: 'clientId',
        label: 'Client ID',
        hint: 'Of a desktop client in your Cloud project.',
        secret: false,
        required: true,
      },
      { name: 'clientSecret', label: 'Client secret', hint: '', secret: true, required: false },
    ],
    pastedSecret: { label: 'Refresh token', hint: '', appFieldsNeeded: true },
    lookbackDays: 30,
    conversionSettleDays: 30,
    retentionMonths: 132,
  },
];

export const createFlowEngine = () => {
  const state: FlowState = {
    workspace: {
      revision: 1,
      status: 'ready',
      kind: 'main',
      home: '/home/anna/Tidemark',
      problem: null,
      secretStore: { kind: 'keychain', locked: false, sentence: null },
      now: NOW,
      version: '0.1.0',
      clients: 16,
      connections: 2,
    },
    settings: { ...DEFAULT_SETTINGS, theme: 'light', locale: 'en-GB' },
    imports: [],
    history: [],
    connections: [],
    accounts: [],
    login: {
      attemptId: 'a1',
      platform: 'google',
      status: 'waiting',
      url: 'http://127.0.0.1:9/o/oauth2/v2/auth?state=x',
      expiresAt: new Date(Date.parse(NOW) + 300_000).toISOString(),
      connectionId: null,
      problem: null,
    },
    operations: createOperations(),
    doctor: [],
    refuse: {},
    calls: [],
  };
  const listeners = new Set<() => void>();
  let revision = 1;
  /** Sends every stream its newest snapshot. */
  const push = (): void => {
    revision += 1;
    for (const listener of listeners) listener();
  };
  const stream = async function* <T>(read: () => T, signal: AbortSignal | undefined): AsyncGenerator<T> {
    let wake = (): void => undefined;
    let stale = false;
    const listener = (): void => {
      stale = true;
      wake();
    };
    listeners.add(listener);
    signal?.addEventListener('abort', () => wake(), { once: true });
    try {
      yield read();
      while (!signal?.aborted) {
        if (!stale) await new Promise<void>((resolve) => (wake = resolve));
        if (signal?.aborted) return;
        stale = false;
        yield read();
      }
    } finally {
      listeners.delete(listener);
    }
  };
  const base = createFixtureRouter(() => 'full');
  const os = implement(contract).use(({ next, path }, input: unknown) => {
    noteCall(state, path, input);
    return next();
  });
  const open = (status: ClientImport['status']): boolean => ['queued', 'running', 'waiting'].includes(status);
  const progress = (): ImportProgressUpdate => ({
    revision,
    imports: state.imports,
    order: state.imports.map(({ id }) => id),
    counts: {
      running: state.imports.filter((each) => each.status === 'running').length,
      waiting: state.imports.filter((each) => each.status === 'waiting').length,
      queued: state.imports.filter((each) => each.status === 'queued').length,
      finishedToday: state.imports.filter((each) => !open(each.status)).length,
      failedToday: state.imports.filter((each) => each.status === 'failed').length,
    },
  });
  const done = { done: true as const };
  const { health, requests, replaySetAside, ...operations } = operationsRouter(state, push);

  const router = {
    ...base,
    ...operations,
    workspace: {
      state: os.workspace.state.handler(() => state.workspace),
      changes: os.workspace.changes.handler(({ signal }) => stream(() => ({ ...state.workspace, revision }), signal)),
      enterDemo: os.workspace.enterDemo.handler(() => {
        state.workspace = { ...state.workspace, kind: 'demo', clients: 24 };
        push();
        return done;
      }),
      leaveDemo: os.workspace.leaveDemo.handler(() => {
        state.workspace = { ...state.workspace, kind: 'main', clients: 0, connections: 0 };
        push();
        return done;
      }),
      unlock: os.workspace.unlock.handler(() => {
        state.workspace = { ...state.workspace, secretStore: { kind: 'passphrase', locked: false, sentence: null } };
        push();
        return done;
      }),
      dataRevision: os.workspace.dataRevision.handler(({ signal }) => stream(() => ({ revision }), signal)),
    },
    settings: {
      get: os.settings.get.handler(() => state.settings),
      set: os.settings.set.handler(({ input }) => (state.settings = { ...state.settings, ...(input as Settings) })),
    },
    platforms: { list: os.platforms.list.handler(() => platforms) },
    connections: {
      list: os.connections.list.handler(() => state.connections),
      addPasted: os.connections.addPasted.handler(({ input }) => {
        const made: Connection = {
          id: 'con_new',
          platform: input.platform,
          label: 'Reporting system user',
          kind: 'system user token',
          state: 'connected',
          problem: null,
          scopes: ['ads_read'],
          expiresAt: null,
          connectedAt: NOW,
          lastCheckedAt: NOW,
          adAccounts: state.accounts.length,
          assignedAdAccounts: 0,
        };
        state.connections = [...state.connections, made];
        return made;
      }),
      beginLogin: os.connections.beginLogin.handler(
        ({ input }) => (state.login = { ...state.login, platform: input.platform, status: 'waiting' }),
      ),
      loginState: os.connections.loginState.handler(({ signal }) => stream(() => state.login, signal)),
      cancelLogin: os.connections.cancelLogin.handler(() => {
        state.login = { ...state.login, status: 'cancelled' };
        push();
        return done;
      }),
      check: os.connections.check.handler(({ input, errors }) => {
        const found = state.connections.find((each) => each.id === input.connectionId);
        if (!found) throw errors.NOT_FOUND({ data: { what: 'connection' } });
        return found;
      }),
      remove: os.connections.remove.handler(({ input }) => {
        state.connections = state.connections.filter((each) => each.id !== input.connectionId);
        return { revoked: true, sentence: 'The sign-in was taken back at Meta and wiped here. Saved data stays.' };
      }),
    },
    adAccounts: {
      list: os.adAccounts.list.handler(() => state.accounts),
      refresh: os.adAccounts.refresh.handler(() => state.accounts),
      assign: os.adAccounts.assign.handler(({ input }) => {
        state.accounts = state.accounts.map((account) => {
          const given = input.assignments.find(
            (each) => each.platform === account.platform && each.adAccountId === account.adAccountId,
          );
          if (!given) return account;
          return { ...account, client: given.client, clientId: given.client && `client-${given.client}` };
        });
        return state.accounts;
      }),
    },
    imports: {
      plan: os.imports.plan.handler(({ input }) => [
        {
          clientId: 'client-2',
          client: 'Epoca',
          platform: 'meta' as const,
          adAccountId: 'meta-2',
          from: input.range?.from ?? '2026-09-04',
          to: input.range?.to ?? '2026-10-01',
          why: input.range ? 'the days you chose' : '28 days the platform may still change',
          requests: 12,
          clamped: null,
          sentences: [],
          items: [],
          putOff: [],
          lookbackDays: 28,
        },
      ]),
      start: os.imports.start.handler(() => ({ imports: [] })),
      cancel: os.imports.cancel.handler(({ input }) => {
        state.imports = state.imports.map((each) =>
          input.importIds === null || input.importIds.includes(each.id)
            ? { ...each, status: 'cancelled' as const, finishedAt: NOW }
            : each,
        );
        push();
        return done;
      }),
      retry: os.imports.retry.handler(() => ({ imports: [] })),
      requests,
      replaySetAside,
      progress: os.imports.progress.handler(({ signal }) => stream(progress, signal)),
      history: os.imports.history.handler(({ input }) => {
        const all = state.history.filter(
          (run) =>
            (input.clientId === null || run.clientId === input.clientId) &&
            (input.status === null || run.status === input.status) &&
            (input.ended !== true || !['queued', 'running', 'waiting'].includes(run.status)),
        );
        const from = input.before === null ? 0 : all.findIndex((run) => run.id === input.before) + 1;
        return all.slice(from, from + input.limit);
      }),
      detail: os.imports.detail.handler(({ input, errors }) => {
        const run = state.history.find((each) => each.id === input.runId);
        if (!run) throw errors.NOT_FOUND({ data: { what: 'import run' } });
        return {
          run,
          slices: [
            { level: 'campaign', from: run.from, to: run.to, status: 'done', attempts: 1, rows: 312, error: null },
            {
              level: 'ad_group',
              from: run.from,
              to: run.to,
              status: 'failed',
              attempts: 3,
              rows: null,
              error: run.problem?.sentence ?? 'No answer.',
            },
          ],
          log: [
            { at: NOW, level: 'info', message: 'Looking up ad account' },
            { at: NOW, level: 'error', message: run.problem?.sentence ?? 'Nothing went wrong.' },
          ],
          setAside: [{ level: 'ad', reason: 'Spend is not a number.', raw: '{"ad_id":"12","spend":"n/a"}' }],
        };
      }),
    },
    diagnostics: {
      doctor: os.diagnostics.doctor.handler(() => state.doctor),
      health,
      memory: os.diagnostics.memory.handler(() => ({ rssBytes: 1e8, heapUsedBytes: 5e7 })),
    },
  };
  return { state, router, push };
};
export type FlowEngine = ReturnType<typeof createFlowEngine>;
