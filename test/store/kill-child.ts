import { openStore } from '../../src/main/store/store.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { killCells, killInput, KILL_SLICES } from './kill-plan.ts';

/**
 * Ingests slice after slice and tells each one only after its commit; the parent kills it on the way. It never gets more than eight
 * slices ahead of what the parent has heard of: a parent that is not let in for a while must not find the work done.
 */
const [home = '', migrationsFolder = '', key = ''] = process.argv.slice(2);
const { db } = openStore({ home, migrationsFolder, clock: { now: () => 1_795_176_000_000 } });
let heard = 0;
let goOn = (): void => undefined;
process.on('message', () => {
  heard += 1;
  goOn();
});
for (let index = 0; index < KILL_SLICES; index += 1) {
  ingestSlice(db, killInput(Number(key), index));
  ingestDatasetSlice(db, killCells(Number(key), index));
  await new Promise<void>((resolve) => process.send?.(index, () => resolve()));
  while (index - heard >= 8) await new Promise<void>((resolve) => (goOn = resolve));
}
