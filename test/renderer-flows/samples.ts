import type { AdAccount, Connection } from '../../src/contract/connections.ts';
import type { ClientImport, ImportRun } from '../../src/contract/imports.ts';
import type { Problem } from '../../src/contract/primitives.ts';

export const NOW = Date.parse('2026-11-21T10:00:00Z');
export const at = (offsetMs: number): string => new Date(NOW + offsetMs).toISOString();

export const clientImport = (over: Partial<ClientImport> = {}): ClientImport => ({
  id: 'imp_1',
  clientId: 'c_epoca',
  client: 'Epoca',
  platforms: ['meta'],
  status: 'running',
  position: null,
  percent: 50,
  step: 'Syncing Meta Ads',
  records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
  campaigns: [],
  retryAt: null,
  startedAt: at(-9000),
  finishedAt: null,
  problem: null,
  connectionId: null,
  runIds: ['run_1'],
  ...over,
});

export const importRun = (over: Partial<ImportRun> = {}): ImportRun => ({
  id: 'run_1',
  clientId: 'c_epoca',
  client: 'Epoca',
  platform: 'meta',
  adAccountId: '361744628296290',
  adAccountName: 'Epoca San Diego',
  trigger: 'manual',
  status: 'succeeded',
  from: '2026-10-24',
  to: '2026-11-20',
  why: '3 days since the last import and 28 days the platform may still change',
  percent: 100,
  step: 'Complete',
  campaignsFound: 12,
  records: { new: 20, changed: 4, unchanged: 612, setAside: 0 },
  queuedAt: at(-130_000),
  startedAt: at(-128_000),
  finishedAt: at(-120_000),
  durationMs: 8000,
  retryAt: null,
  problem: null,
  ...over,
});

export const problem = (over: Partial<Problem> = {}): Problem => ({
  code: 'token_expired',
  sentence: 'Meta sign-in expired.',
  detail: null,
  fix: 'sign_in_again',
  ...over,
});

export const connection = (over: Partial<Connection> = {}): Connection => ({
  id: 'con_1',
  platform: 'meta',
  label: 'Anna Kowalska',
  kind: 'login',
  state: 'connected',
  problem: null,
  scopes: ['ads_read'],
  expiresAt: at(40 * 86_400_000),
  connectedAt: at(-86_400_000),
  lastCheckedAt: at(-3_600_000),
  adAccounts: 24,
  assignedAdAccounts: 20,
  ...over,
});

export const adAccount = (over: Partial<AdAccount> = {}): AdAccount => ({
  platform: 'meta',
  adAccountId: '361744628296290',
  name: 'Epoca San Diego',
  currency: 'USD',
  timezone: 'America/Los_Angeles',
  status: 'active',
  manager: false,
  managerPath: [],
  connectionId: 'con_1',
  client: null,
  clientId: null,
  suggestedClient: 'Epoca',
  ...over,
});
