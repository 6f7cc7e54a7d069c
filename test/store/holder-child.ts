import { openStore } from '../../src/main/store/store.ts';

/** Holds a workspace open until it is killed. */
const [home = '', migrationsFolder = ''] = process.argv.slice(2);
openStore({ home, migrationsFolder, clock: { now: () => 1_795_176_000_000 } });
process.send?.('open');
setInterval(() => undefined, 1_000);
