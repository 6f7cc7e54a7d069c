import type { EngineOptions } from '../kernel/engine-protocol.ts';
import type { Log } from '../kernel/log.ts';
import { addDays, addMonths, dayInZone } from '../domain/days.ts';
import type { PlatformId } from '../../contract/vocabulary.ts';
import { furnishDemo, nameDemoConversions } from './demo-desk.ts';
import type { Runtime } from './runtime.ts';
import type { SandboxWorker } from './sandbox-worker.ts';

/** Read first, so that every screen has figures and a comparison within seconds. */
const FIRST_DAYS = 70;
const HISTORY_MONTHS = 13;

/**
 * Fills the demo workspace through the true pipeline: connects the sandbox's sign-ins, gives the ad accounts to the agency's clients,
 * imports the last ten weeks, then the older months, then the hours and breakdowns of the last weeks. Nothing is written past the
 * features a person would use.
 * With `resume` an existing demo is only taken up again.
 */
export async function prepareDemo(
  runtime: Runtime,
  sandbox: SandboxWorker,
  options: { resume: boolean; mode: EngineOptions['mode']; log: Log },
): Promise<void> {
  const known = runtime.counts();
  if (known.connections > 0) {
    // The sandbox starts anew with the app; what had run out stays run out, unless the first import was interrupted.
    if (!options.resume) runtime.queue.wake(runtime.imports.openRunIds());
    expireWhenDone(runtime, sandbox, runtime.imports.openRunIds(), options.log);
    return;
  }
  if (options.resume && options.mode === 'command') return;
  for (const login of sandbox.logins) {
    await runtime.connections.addPasted({
      platform: login.platform as PlatformId,
      app: login.app,
      secret: login.secret,
    });
  }
  const listed = new Set(runtime.adAccounts.list(null).map((account) => `${account.platform}:${account.adAccountId}`));
  const assignments = sandbox.clients.flatMap((client) =>
    client.adAccounts
      .filter((account) => listed.has(`${account.platform}:${account.adAccountId}`))
      .map((account) => ({
        platform: account.platform as PlatformId,
        adAccountId: account.adAccountId,
        client: client.name,
      })),
  );
  runtime.adAccounts.assign(assignments);
  const today = dayInZone(runtime.clock.now(), 'UTC');
  const recent = runtime.imports.start({
    clientIds: 'all',
    platforms: null,
    range: { from: addDays(today, -FIRST_DAYS), to: today },
    trigger: 'first',
    datasets: 'core',
  });
  const older = runtime.imports.start({
    clientIds: 'all',
    platforms: null,
    range: { from: addMonths(today, -HISTORY_MONTHS), to: addDays(today, -FIRST_DAYS - 1) },
    trigger: 'backfill',
    datasets: 'core',
  });
  // Last, and of the last weeks only: hours, breakdowns and months are many rows.
  const finer = runtime.imports.start({
    clientIds: 'all',
    platforms: null,
    range: { from: addDays(today, -FIRST_DAYS), to: today },
    trigger: 'backfill',
  });
  furnishWhenDone(runtime, recent.runIds, finer.runIds, options.log);
  expireWhenDone(runtime, sandbox, [...recent.runIds, ...older.runIds, ...finer.runIds], options.log);
}

/** What people add needs figures to be set by; leaving the demo meanwhile ends it. */
function furnishWhenDone(runtime: Runtime, recent: readonly string[], finer: readonly string[], log: Log): void {
  const furnish = async (): Promise<void> => {
    await runtime.queue.settled(recent, 0);
    await furnishDemo(runtime);
    nameDemoConversions(runtime);
    await runtime.queue.settled(finer, 0);
    nameDemoConversions(runtime);
  };
  furnish().catch((error: unknown) => log('info', 'The demo could not be furnished.', { error }));
}

function expireWhenDone(runtime: Runtime, sandbox: SandboxWorker, runIds: readonly string[], log: Log): void {
  const expire = async (): Promise<void> => {
    await runtime.queue.settled(runIds, 0);
    await sandbox.expireLogins();
    // Asked at once, so that the screens show it before the next import runs into it.
    for (const connection of await runtime.connections.list()) {
      if (connection.state === 'connected') await runtime.connections.check(connection.id);
    }
  };
  expire().catch((error: unknown) => log('info', 'The demo sign-in could not be let run out.', { error }));
}
