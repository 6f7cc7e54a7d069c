// npm run test:torture: kills, full disks and long runs. Minutes, not seconds; not part of npm test.
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { runNode, toolScript } from './toolchain.mjs';

await bootstrap();
await build();
process.exitCode = await runNode([
  toolScript('vitest'),
  'run',
  '--config',
  'scripts/torture.config.mjs',
  ...process.argv.slice(2),
]);
