import { clientNames } from '../../store/reads/clients.ts';
import {
  lastScheduledRuns,
  requestedBySchedule,
  scheduledAccounts,
  scheduleRows,
} from '../../store/reads/schedules.ts';
import type { Db } from '../../store/store.ts';
import { dropDue, saveDue, saveStarted } from '../../store/writes/due-work.ts';
import { removeSchedules, saveSchedules } from '../../store/writes/schedules.ts';
import { readSetting, writeSettings } from '../../store/writes/settings.ts';
import type { ScheduleRepository } from './ports.ts';

/** The ledger's name of these imports; other work that comes due gets a name of its own. */
const JOB = 'import';
const PAUSED_UNTIL = 'importsPausedUntil';

/** The schedules' part of a workspace database. */
export function createScheduleRepository(db: Db): ScheduleRepository {
  // Asked for every run in line; only this process changes it.
  let pausedUntil: number | null | undefined;
  return {
    rules: () => scheduleRows(db),
    saveRules: (rows, now) => saveSchedules(db, { rows, now }),
    removeRules: (clientIds) => removeSchedules(db, clientIds),
    accounts: (now) => scheduledAccounts(db, { job: JOB, now }),
    saveDue: (rows) => saveDue(db, { job: JOB, rows }),
    saveStarted: (rows, now) => saveStarted(db, { job: JOB, rows, now }),
    dropDue: (adAccountKeys) => dropDue(db, { job: JOB, adAccountKeys }),
    requestedBetween: (adAccountKey, since, until) => requestedBySchedule(db, { adAccountKey, since, until }),
    lastRuns: () => lastScheduledRuns(db),
    clients: () => clientNames(db).map(({ id, name }) => ({ id: Number(id), name })),
    pausedUntil() {
      if (pausedUntil === undefined) {
        const value = readSetting(db, PAUSED_UNTIL);
        pausedUntil = typeof value === 'number' ? value : null;
      }
      return pausedUntil;
    },
    setPausedUntil(until) {
      writeSettings(db, { [PAUSED_UNTIL]: until });
      pausedUntil = until;
    },
  };
}
