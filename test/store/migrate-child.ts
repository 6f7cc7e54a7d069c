import { openStore } from '../../src/main/store/store.ts';

/** Opens (and so migrates) a workspace; the parent kills it somewhere on the way. */
const [home = '', migrationsFolder = ''] = process.argv.slice(2);
process.send?.('ready');
openStore({ home, migrationsFolder, clock: { now: () => 1_795_176_000_000 } }).close();
process.disconnect();
