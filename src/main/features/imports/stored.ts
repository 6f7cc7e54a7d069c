import { randomUUID } from 'node:crypto';
import { eachDay } from '../../domain/days.ts';
import { LEVEL_CODES } from '../../store/codes.ts';
import type { Store } from '../../store/open.ts';
import { assignedAdAccounts, type StoredAdAccount } from '../../store/reads/connections.ts';
import { failingDays } from '../../store/reads/failing.ts';
import { hasCells, knownDays } from '../../store/reads/known-figures.ts';
import { readsOfAccount } from '../../store/reads/planning.ts';
import { finishedRuns, openRuns, runById, slicesOfRun, type QueuedRun } from '../../store/reads/runs.ts';
import { conversionWindowReadAt, entityIdsBelow, withheldDatasets } from '../../store/reads/withheld.ts';
import { noteConversionsApiVersion, saveConversionWindow } from '../../store/writes/conversion-window.ts';
import { closeEmptyAnswer, noteEmptyAnswer } from '../../store/writes/empty-answers.ts';
import { ingestDatasetSteps } from '../../store/writes/ingest-datasets.ts';
import { forgetImpossibleReads } from '../../store/writes/impossible-reads.ts';
import { ingestSteps } from '../../store/writes/ingest.ts';
import * as runs from '../../store/writes/runs.ts';
import { addSetAside, forgetStructureSetAside } from '../../store/writes/set-aside.ts';
import * as structure from '../../store/writes/structure.ts';
import { releaseDataset, withholdDataset } from '../../store/writes/withheld.ts';
import type { SetAsideRow } from '../../platforms/platform.ts';
import { ASK_WITHHELD_EVERY_MS } from './dataset-refusals.ts';
import { isLastPiece } from './pieces.ts';
import type { ImportAccount, ImportRepository, RunRecord, SliceRecord } from './ports.ts';

/** More than the longest look-back, counted in UTC: after so many days nobody asks when a day was read. */
const FINAL_AFTER_DAYS = 93;

function toImportAccount(account: StoredAdAccount): ImportAccount | null {
  if (account.clientId === null || account.client === null) return null;
  return {
    key: account.key,
    ref: {
      adAccountId: account.adAccountId,
      accessPath: account.accessPath,
      currency: account.currency,
      timeZone: account.timezone,
    },
    platform: account.platform,
    name: account.name,
    clientId: Number(account.clientId),
    client: account.client,
    connectionId: account.connectionId,
  };
}

const epoch = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** The store in the shape the queue asks for: no rules here, only names put next to names. */
export function importRepository(store: Store): ImportRepository {
  const { db } = store;

  function toRecord(run: QueuedRun): RunRecord {
    return {
      id: run.id,
      requestId: run.requestId,
      account: {
        key: run.adAccountKey,
        ref: {
          adAccountId: run.adAccountId,
          accessPath: run.accessPath,
          currency: run.currency,
          timeZone: run.timeZone,
        },
        platform: run.platform,
        name: run.adAccountName,
        clientId: Number(run.clientId),
        client: run.client,
        connectionId: run.connectionId,
      },
      trigger: run.trigger,
      status: run.status,
      from: run.from,
      to: run.to,
      chosen: run.chosen,
      why: run.why,
      percent: run.percent,
      step: run.step,
      campaignsFound: run.campaignsFound,
      records: run.records,
      structureDone: run.structureDone,
      queuedAt: Date.parse(run.queuedAt),
      startedAt: epoch(run.startedAt),
      finishedAt: epoch(run.finishedAt),
      activeMs: run.durationMs ?? 0,
      retryAt: run.retryAtMs,
      problem: run.problem,
    };
  }

  /** Every write of the queue, with SQLite's own errors told as what they mean for the workspace. */
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw store.explain(error) ?? error;
    }
  }

  function slicesOf(runId: string): SliceRecord[] {
    return slicesOfRun(db, runId).flatMap((slice): SliceRecord[] =>
      slice.status === 'split'
        ? []
        : [{ ...slice, runId, status: slice.status === 'cancelled' ? 'failed' : slice.status }],
    );
  }

  /** The days the store knows in whole once this slice is in. */
  function completedDays(slice: SliceRecord): string[] {
    const whole = slice.entities === null || isLastPiece(slice, slicesOf(slice.runId));
    return whole ? eachDay(slice.from, slice.to) : [];
  }

  /** What every ingest says of the answer it stores. */
  function answerOf(run: RunRecord, slice: SliceRecord, setAside: readonly SetAsideRow[], now: number) {
    return {
      adAccountKey: run.account.key,
      platform: run.account.platform,
      from: slice.from,
      to: slice.to,
      setAside,
      runId: run.id,
      sliceId: slice.id,
      now,
      coveredDays: completedDays(slice),
    };
  }

  function* guardedSteps<T>(steps: Iterator<T>): Generator<T> {
    for (;;) {
      const step = guarded(() => steps.next());
      if (step.done === true) return;
      yield step.value;
    }
  }

  return {
    accountsToImport: (clientIds) =>
      assignedAdAccounts(db, {
        clientIds: clientIds === 'all' ? null : clientIds.map(String),
        platforms: null,
      }).flatMap((account) => toImportAccount(account) ?? []),
    readsOf: (adAccountKey) => readsOfAccount(db, { adAccountKey, finalAfterDays: FINAL_AFTER_DAYS }),
    forgetImpossibleReads: (adAccountKey, today, now) =>
      guarded(() => forgetImpossibleReads(db, { adAccountKey, today, now })),
    createRuns: (list, now) =>
      guarded(() =>
        db
          .transaction(() => {
            const made = list.map((run) => ({
              ...run,
              id: randomUUID(),
              clientId: String(run.clientId),
              step: 'Waiting',
            }));
            runs.createRuns(db, { runs: made, now });
            for (const run of made) {
              runs.addSlices(db, {
                runId: run.id,
                slices: run.slices.map((slice) => ({ ...slice, id: randomUUID() })),
              });
              if (run.note !== undefined)
                runs.addRunLog(db, { runId: run.id, at: now, level: 'info', message: run.note });
            }
            return made.map((run) => run.id);
          })
          .immediate(),
      ),
    run(id) {
      const run = runById(db, id);
      return run ? toRecord(run) : null;
    },
    endedSince: (since) => finishedRuns(db, { since, limit: 2000 }).map(toRecord),
    openRuns: () => openRuns(db).map(toRecord),
    slices: slicesOf,
    setStatus: (runId, status, now, change) =>
      void guarded(() => runs.moveRun(db, { runId, to: status, now, ...change })),
    endInLine: (runIds, why, now) => guarded(() => runs.cancelRuns(db, { runIds, now, why })),
    setProgress: (runId, change) => guarded(() => runs.setRunProgress(db, { runId, ...change })),
    requeueInterrupted: (now) => runs.requeueInterrupted(db, now).length,
    beginStructure: (run) =>
      guarded(() => {
        forgetStructureSetAside(db, run.id);
        return structure.beginStructure(db, run.account.key);
      }),
    saveStructure: (run, reading, page, now) =>
      guarded(() => {
        structure.saveStructure(db, {
          adAccountKey: run.account.key,
          generation: reading,
          entities: page.entities,
          now,
        });
        if (page.setAside.length > 0)
          addSetAside(db, { runId: run.id, sliceId: null, level: 'structure', rows: page.setAside });
      }),
    finishStructure: (run, reading, now) =>
      guarded(() => {
        structure.finishStructure(db, { adAccountKey: run.account.key, generation: reading, now });
        const found = structure.campaignsFound(db, { adAccountKey: run.account.key, generation: reading });
        runs.setStructureDone(db, { runId: run.id, campaignsFound: found });
        return found;
      }),
    ingest: (run, slice, records, setAside, now, untold = []) =>
      guardedSteps(
        ingestSteps(db, {
          ...answerOf(run, slice, setAside, now),
          level: slice.level,
          records,
          partial: slice.entities !== null,
          untold,
        }),
      ),
    ingestDataset: (run, slice, dataset, records, setAside, now) =>
      guardedSteps(
        ingestDatasetSteps(db, {
          ...answerOf(run, slice, setAside, now),
          dataset,
          records,
          entities: slice.entities,
        }),
      ),
    knownDays: (adAccountKey, level, from, to) => knownDays(db, { adAccountKey, level, from, to }),
    hasCells: (adAccountKey, dataset, from, to) => hasCells(db, { adAccountKey, dataset, from, to }),
    reportsFailing: (adAccountKey) => failingDays(db, adAccountKey).length > 0,
    noteEmptyAnswer: (adAccountKey, asked, told, now) =>
      guarded(() => noteEmptyAnswer(db, { adAccountKey, asked, told, now })),
    closeEmptyAnswer: (adAccountKey, asked, from, to, now) =>
      guarded(() => closeEmptyAnswer(db, { adAccountKey, asked, from, to, now })),
    entityIds: (adAccountKey, level, below) =>
      entityIdsBelow(db, {
        adAccountKey,
        level: LEVEL_CODES[level],
        campaignIds: below?.level === 'campaign' ? below.ids : null,
        parentIds: below?.level === 'ad_group' ? below.ids : null,
      }),
    replaceSlice: (slice, by, why) =>
      guarded(() =>
        runs.splitSlice(db, {
          runId: slice.runId,
          sliceId: slice.id,
          into: by.map((piece) => ({ ...piece, id: randomUUID() })),
          why,
        }),
      ),
    skipSlices: (list, why) => guarded(() => runs.skipSlices(db, { sliceIds: list.map((slice) => slice.id), why })),
    beginSlice: (slice) => guarded(() => runs.beginSlice(db, slice.id)),
    failSlice: (slice, error, final) =>
      guarded(() => runs.sliceFailed(db, { sliceId: slice.id, error, retryAt: null, final })),
    log: (runId, level, message, now) => guarded(() => runs.addRunLog(db, { runId, at: now, level, message })),
    withheldDatasets: (adAccountKey) =>
      withheldDatasets(db, adAccountKey).map(({ askedAt, ...rest }) => ({
        ...rest,
        askAgainAt: askedAt + ASK_WITHHELD_EVERY_MS,
      })),
    withhold: (adAccountKey, dataset, why, now) =>
      guarded(() => withholdDataset(db, { adAccountKey, dataset, ...why, now })),
    release: (adAccountKey, dataset) => guarded(() => releaseDataset(db, { adAccountKey, dataset })),
    conversionWindowReadAt: (adAccountKey) => conversionWindowReadAt(db, adAccountKey),
    saveConversionWindow: (adAccountKey, days, now) =>
      guarded(() => saveConversionWindow(db, { adAccountKey, days, now })),
    noteApiVersion: (adAccountKey, version, from, to, since) =>
      guarded(() => noteConversionsApiVersion(db, { adAccountKey, version, from, to, since })),
  };
}
