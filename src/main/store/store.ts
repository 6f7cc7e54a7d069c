/** The store's front door: `import { openStore } from '../store/store.ts'`. Subjects are imported from writes/ and reads/. */
export { prepared, snapshot, write, type Db } from './db.ts';
export { mapSqliteError, StoreError, type StoreErrorCode } from './errors.ts';
export { databaseFile, openStore, type OpenOptions, type Store } from './open.ts';
export type { ActionInput, AdAccountInput, InsightInput, SetAsideInput, StructureInput } from './records.ts';
export { stateHash } from './state-hash.ts';
