import { redact } from '../../kernel/redact.ts';
import { turn } from '../../kernel/turns.ts';
import type { PlatformSession } from '../../platforms/platform.ts';
import type { RunRecord } from './ports.ts';
import { isOurs, problemFrom, react, type ExecuteDeps, type Outcome } from './reactions.ts';

/** Reads campaigns, ad groups and ads whole; null when done, else how the run ends. `found` is told the campaigns so far. */
export async function readStructure(
  run: RunRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
  found: (campaigns: number) => void,
): Promise<Outcome | null> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      const reading = deps.repository.beginStructure(run);
      const campaigns = new Set<string>();
      for await (const page of session.readStructure({ adAccount: run.account.ref }, signal)) {
        await turn();
        if (signal.aborted) return { kind: 'stopped' };
        deps.repository.saveStructure(run, reading, page, deps.now());
        for (const entity of page.entities) if (entity.level === 'campaign') campaigns.add(entity.entityId);
        found(campaigns.size);
      }
      deps.repository.finishStructure(run, reading, deps.now());
      run.structureDone = true;
      found(campaigns.size);
      deps.dataChanged();
      return null;
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      if (isOurs(error)) throw error;
      const failure = deps.platform.classify(error);
      deps.repository.log(
        run.id,
        'error',
        `Campaigns could not be listed: ${failure.sentence} ${redact(failure.detail ?? '')}`.trim(),
        deps.now(),
      );
      const reaction = await react(failure, attempts, run, deps, signal);
      if (reaction === 'again') continue;
      return reaction === 'give_up' ? { kind: 'failed', problem: problemFrom(failure), reauthorize: false } : reaction;
    }
  }
}
