// npm run sandbox: the stand-in for both ad platforms on loopback, for development and for looking at it by hand.
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { root, runNode } from './toolchain.mjs';

await bootstrap();
process.exitCode = await runNode([join(root, 'src/sandbox/main.ts'), ...process.argv.slice(2)]);
