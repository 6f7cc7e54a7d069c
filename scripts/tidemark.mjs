#!/usr/bin/env node
// The command line in a checkout: installs and builds when needed (on stderr), then becomes the product's own command.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

// An installed copy has neither sources nor a lockfile: nothing to prepare.
if (existsSync(join(root, 'package-lock.json')) && existsSync(join(root, 'src'))) {
  const { bootstrap } = await import('./bootstrap.mjs');
  const { build } = await import('./build.mjs');
  await bootstrap();
  await build({ quiet: true });
}
const { runNode } = await import('./toolchain.mjs');
// npm runs scripts in the project's folder; the person's own folder is where `--out` and `--home` point.
const cwd = process.env.npm_lifecycle_event === 'tidemark' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
process.exitCode = await runNode([join(root, 'out/main/cli.js'), ...process.argv.slice(2)], {
  cwd,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
