import { createHmac, randomBytes } from 'node:crypto';
import { metricOf } from '../../contract/business-metrics.ts';
import { toClientSafe, type ClientSafeAnswer } from '../../contract/client-safe.ts';
import { isClientSafe } from '../../contract/metrics.ts';
import { Refusal } from '../kernel/failure.ts';
import type { Checks } from './checks.ts';
import type { Reads } from './reads.ts';

/**
 * The one place where answers lose what a client must not see. A view asked for client-safe comes back in the shape of
 * contract/client-safe.ts and nothing else; screens and files made of it cannot show what they were never given.
 */
export function clientSafeReads(reads: Reads): Reads {
  const aliases = createAliases();

  function guarded<Input extends { clientSafe?: boolean }, Answer>(
    name: ClientSafeAnswer,
    read: (input: Input) => Promise<Answer>,
  ): (input: Input) => Promise<Answer> {
    return async (input) => {
      const answer = await read(input);
      return input.clientSafe === true ? (toClientSafe(name, answer, aliases.of) as Answer) : answer;
    };
  }

  return {
    ...reads,
    clients: guarded('clients', async (input) => {
      // A list of all clients would tell each of them who the others are.
      if (input.clientSafe === true && input.clientId == null)
        throw new Refusal('BAD_INPUT', 'What clients may see is about one of them: open a client.', {
          field: 'clientId',
        });
      return reads.clients(input);
    }),
    overview: guarded('overview', (input) => reads.overview(input)),
    entities: guarded('entities', (input) => reads.entities(input)),
    insights: guarded('insights', (input) => reads.insights(input)),
    entityDays: guarded('entityDays', (input) =>
      reads.entityDays(
        input.clientSafe === true ? { ...input, adAccountId: aliases.behind(input.adAccountId) } : input,
      ),
    ),
    days: guarded('days', (input) => reads.days(input)),
    changes: guarded('changes', (input) => reads.changes(input)),
    breakdown: guarded('breakdown', (input) => reads.breakdown(input)),
    hours: guarded('hours', (input) => reads.hours(input)),
    periods: guarded('periods', (input) => reads.periods(input)),
    compare: guarded('compare', async (input) => {
      const metric = metricOf(input.metric, []);
      if (input.clientSafe === true && !input.metric.startsWith('named:') && (metric === null || !isClientSafe(metric)))
        throw new Refusal('BAD_INPUT', 'What clients may see holds no costs: compare another figure.', {
          field: 'metric',
        });
      return reads.compare(input);
    }),
    events: guarded('events', (input) => reads.events(input)),
  };
}

/** The same for the checks of figures: about one client, without amounts of cost, accounts and sentences that name them. */
export function clientSafeChecks(checks: Checks): Checks {
  return {
    ...checks,
    gaps(input) {
      if (input.clientSafe !== true) return checks.gaps(input);
      if (input.clientId === null)
        throw new Refusal('BAD_INPUT', 'What clients may see is about one of them: choose a client.', {
          field: 'clientId',
        });
      return toClientSafe('gaps', checks.gaps(input), () => '') as ReturnType<Checks['gaps']>;
    },
    async compareCsv(input) {
      // The file is the agency's own export: its costs, its account and its name.
      if (input.clientSafe === true)
        throw new Refusal('BAD_INPUT', 'A comparison with an export shows costs: leave client-safe mode for it.', {
          field: 'clientSafe',
        });
      return checks.compareCsv(input);
    },
  };
}

/** Clients by name. For a client's eyes only the one that is asked about, and not whether it is pinned. */
export function namesFor<Name extends { id: string; pinned: number | null }>(
  names: readonly Name[],
  input: { clientSafe: boolean; clientId: string | null },
): Name[] {
  return input.clientSafe
    ? names.filter(({ id }) => id === input.clientId).map((one) => ({ ...one, pinned: null }))
    : [...names];
}

/**
 * Names for ad accounts while the engine runs: the same account has the same one in every answer, so that rows can be told apart and
 * asked about again, and without the key nobody can find the id behind one.
 */
function createAliases(): { of: (adAccountId: string) => string; behind: (alias: string) => string } {
  const key = randomBytes(32);
  const ids = new Map<string, string>();
  return {
    of(adAccountId) {
      const alias = `account-${createHmac('sha256', key).update(adAccountId).digest('hex').slice(0, 12)}`;
      ids.set(alias, adAccountId);
      return alias;
    },
    behind: (alias) => ids.get(alias) ?? alias,
  };
}
