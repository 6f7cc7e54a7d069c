import { openStore } from '../../src/main/store/store.ts';
import { moveToArchiveSteps, restoreArchiveSteps } from '../../src/main/store/writes/archives.ts';
import { foldHoursSteps } from '../../src/main/store/writes/retention.ts';

/** Folds, moves and restores step by step and tells each; the parent kills it on the way. */
const [home = '', migrationsFolder = '', key = ''] = process.argv.slice(2);
const { db } = openStore({ home, migrationsFolder, clock: { now: () => 1_795_176_000_000 } });
const now = 1_795_176_000_000;
const tell = (): Promise<void> => new Promise((resolve) => process.send?.('step', () => resolve()));
for (const _ of foldHoursSteps(db, { before: new Map([[Number(key), '2025-07-01']]), now })) await tell();
for (const _ of moveToArchiveSteps(db, home, { year: 2025, now })) await tell();
for (const _ of restoreArchiveSteps(db, home, { year: 2025 })) await tell();
process.disconnect();
