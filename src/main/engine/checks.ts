import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Comparison, GapsView } from '../../contract/validation.ts';
import { createAlerts, type Alerts } from '../features/alerts/alerts.ts';
import type { RunRecord } from '../features/imports/ports.ts';
import { compareCsv } from '../features/validation/csv-compare.ts';
import { createValidation } from '../features/validation/validation.ts';
import type { Log } from '../kernel/log.ts';
import type { Platforms } from '../platforms/registry.ts';
import type { Store } from '../store/open.ts';
import type { SettleDays } from '../store/reads/day-states.ts';
import { gapsView, type GapsArgs } from '../store/reads/gaps.ts';
import type { Background } from './background.ts';

/** What looks after the figures: the checks after every import, the comparison with an export, and the alerts of both. */
export type Checks = {
  gaps(input: Pick<GapsArgs, 'clientId' | 'range' | 'resolved'> & { clientSafe?: boolean }): GapsView;
  compareCsv(input: { clientId: string; fileName: string; base64: string; clientSafe?: boolean }): Promise<Comparison>;
  alerts: Pick<Alerts, 'list' | 'dismiss' | 'undoDismiss'>;
  /** Tells the background of the run, then checks what it read; returns at once. */
  runEnded(run: RunRecord): void;
  /** From here on time alone raises alerts too; for a service only. */
  begin(): void;
  /** Resolves when no check is going on any more. */
  stop(): Promise<void>;
};

export type ChecksDeps = {
  now: () => number;
  log: Log;
  changed: () => void;
  background: Pick<Background, 'runEnded' | 'alertRaised'>;
  /** Refuses where the workspace is open for reading only. */
  writable: <T extends (...args: never[]) => unknown>(action: T) => T;
};

const SWEEP_MS = 15 * 60_000;
/** What a person sees first comes first: looking through a thousand clients would hold up its answers. */
const FIRST_SWEEP_MS = 3_000;

export function createChecks(store: Store, platforms: Platforms, deps: ChecksDeps): Checks {
  const { db } = store;
  const { now, log, changed, background, writable } = deps;
  const settle = Object.fromEntries(
    [...platforms].map(([id, { capabilities }]) => [
      id,
      { conversionSettleDays: capabilities.conversionSettleDays, deliverySettleDays: capabilities.deliverySettleDays },
    ]),
  ) as SettleDays;
  const validation = createValidation({ db, platforms, now, log, changed });
  const alerts = createAlerts({
    db,
    platforms,
    settle,
    now,
    log,
    newId: randomUUID,
    freeBytes: () => freeBytes(dirname(store.file)),
    changed,
    onRaised: background.alertRaised,
  });
  let [first, timer]: (NodeJS.Timeout | null)[] = [null, null];
  let stopping = false;
  /** One after the other: runs end side by side, and their checks share the one writer. */
  let work: Promise<void> = Promise.resolve();
  const later = (act: () => Promise<void>): void => {
    work = work.then(() => (stopping ? undefined : act()));
  };

  return {
    gaps: (input) => gapsView(db, { ...input, settle }),
    compareCsv: (input) => compareCsv({ db, platforms }, input),
    alerts: { list: alerts.list, dismiss: writable(alerts.dismiss), undoDismiss: writable(alerts.undoDismiss) },
    runEnded(run) {
      background.runEnded(run);
      later(async () => {
        await validation.checkRun(run);
        alerts.runEnded(run.account.key);
      });
    },
    begin() {
      const sweep = (): void => later(() => alerts.sweep());
      first = setTimeout(sweep, FIRST_SWEEP_MS).unref();
      timer = setInterval(sweep, SWEEP_MS).unref();
    },
    async stop() {
      if (first) clearTimeout(first);
      if (timer) clearInterval(timer);
      // A command ends right after its import, whose checks belong to it.
      await work;
      stopping = true;
    },
  };
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
