import type { Settings } from '../../contract/workspace.ts';
import type { Quotas } from '../features/quotas/ports.ts';
import { createQuotas } from '../features/quotas/quotas.ts';
import { quotaRepository } from '../features/quotas/stored.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Platforms } from '../platforms/registry.ts';
import type { Db } from '../store/db.ts';

/** Quotas of the workspace: what a platform allows by itself, unless the person's settings say what their app may do. */
export function openQuotas(deps: {
  db: Db;
  platforms: Platforms;
  settings: () => Settings;
  clock: Clock;
  log: Log;
}): Quotas {
  return createQuotas({
    repository: quotaRepository(deps.db),
    dailyOperations: (platform) => {
      const told = deps.settings().dailyOperations?.[platform];
      return told === undefined ? (deps.platforms.get(platform)?.capabilities.dailyOperations ?? null) : told;
    },
    now: () => deps.clock.now(),
    random: Math.random,
    log: deps.log,
  });
}
