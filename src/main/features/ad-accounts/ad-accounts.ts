import type { AdAccount } from '../../../contract/connections.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Refusal } from '../../kernel/failure.ts';
import { PlatformError, type AdAccountRecord, type AdPlatform } from '../../platforms/platform.ts';
import type { AdAccountRepository, AdAccountRow, Assignment, ClientName, SessionLender } from './ports.ts';
import { suggestClient } from './suggest.ts';

export type AdAccountsDeps = {
  repository: AdAccountRepository;
  sessions: SessionLender;
  platforms: ReadonlyMap<PlatformId, AdPlatform>;
  clock: Clock;
  /** Something a screen shows has changed. */
  onChange: () => void;
};

/** The logic behind contract.adAccounts. Throws Refusal and PlatformError. */
export type AdAccounts = {
  list(connectionId: string | null): AdAccount[];
  /** Asks the platform which ad accounts the sign-in sees now. */
  refresh(connectionId: string, signal?: AbortSignal): Promise<AdAccount[]>;
  /** All or none. Answers with the ad accounts it was about. */
  assign(assignments: readonly Assignment[]): AdAccount[];
};

export function createAdAccounts(deps: AdAccountsDeps): AdAccounts {
  const { repository, sessions, platforms, clock } = deps;
  const never = new AbortController().signal;

  function list(connectionId: string | null): AdAccount[] {
    const clients = repository.clients();
    return repository.list(connectionId).map((row) => shown(row, clients));
  }

  async function refresh(connectionId: string, signal: AbortSignal = never): Promise<AdAccount[]> {
    const platform = platforms.get(sessions.platformOf(connectionId) ?? unknown('connection'));
    if (platform === undefined) return unknown('platform');
    const session = await sessions.sessionFor(connectionId);
    const listed: AdAccountRecord[] = [];
    try {
      for await (const adAccount of session.listAdAccounts(signal)) listed.push(adAccount);
    } catch (error) {
      const known =
        error instanceof PlatformError ? error : new PlatformError(platform.classify(error), { cause: error });
      sessions.noteFailure(connectionId, known, session);
      throw known;
    }
    repository.saveListed(connectionId, platform.id, listed, clock.now());
    deps.onChange();
    return list(connectionId);
  }

  function assign(requests: readonly Assignment[]): AdAccount[] {
    const rows = repository.list(null);
    // Everything is looked at before anything is written, so that one wrong line changes nothing.
    const assignments = requests.map((request) => resolve(request, rows));
    repository.assign(assignments, clock.now());
    deps.onChange();
    const after = list(null);
    return assignments.flatMap(({ platform, adAccountId }) =>
      after.filter((adAccount) => adAccount.platform === platform && adAccount.adAccountId === adAccountId),
    );
  }

  return { list, refresh, assign };
}

function resolve(request: Assignment, rows: readonly AdAccountRow[]): Assignment {
  const row = findAdAccount(rows, request.platform, request.adAccountId);
  if (row === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `There is no ad account ${request.platform}:${request.adAccountId}. List the ad accounts and use an id from there.`,
      { what: 'ad account' },
    );
  }
  if (row.isManager && request.client !== null) {
    throw new Refusal(
      'BAD_INPUT',
      `${row.name} (${row.platform}:${row.adAccountId}) is a manager account: it only holds other ad accounts. Assign those instead.`,
      { field: 'adAccountId' },
    );
  }
  return { platform: row.platform, adAccountId: row.adAccountId, client: clientName(request.client) };
}

function clientName(name: string | null): string | null {
  const plain = name?.trim().replace(/\s+/gu, ' ') ?? null;
  if (plain === '')
    throw new Refusal('BAD_INPUT', "The client's name is empty. Give the client a name.", { field: 'client' });
  return plain;
}

/** The ad account of an id as people copy it: also with `act_` before it or dashes in it. */
export function findAdAccount<Row extends { platform: PlatformId; adAccountId: string }>(
  rows: readonly Row[],
  platform: PlatformId,
  adAccountId: string,
): Row | undefined {
  const own = rows.filter((row) => row.platform === platform);
  const wanted = plainId(adAccountId);
  return own.find((row) => row.adAccountId === adAccountId) ?? own.find((row) => plainId(row.adAccountId) === wanted);
}

function plainId(adAccountId: string): string {
  return adAccountId.trim().replace(/^act_/iu, '').replace(/[-\s]/gu, '');
}

function shown(row: AdAccountRow, clients: readonly ClientName[]): AdAccount {
  return {
    platform: row.platform,
    adAccountId: row.adAccountId,
    name: row.name,
    currency: row.currency,
    timezone: row.timeZone,
    status: row.status,
    platformStatus: row.platformStatus,
    manager: row.isManager,
    managerPath: row.managerPath,
    connectionId: row.connectionId,
    client: row.client,
    clientId: row.clientId,
    suggestedClient: row.client ?? suggestClient(row, clients),
  };
}

function unknown(what: string): never {
  throw new Refusal('NOT_FOUND', `There is no such ${what}. Choose one of those listed under Connections.`, { what });
}
