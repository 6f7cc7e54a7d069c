// npm run bench [-- --json] [-- NAME ...]: runs test/bench/NAME.ts modules, each exporting `run()` which resolves to plain JSON.
// Every module runs in a process of its own, so that one's memory and caches are not another's.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { node24, root, run } from './toolchain.mjs';

const folder = join(root, 'test/bench');

if (process.argv[2] === '--one') {
  const [name, answer] = process.argv.slice(3);
  const module = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
  // A module without `run` is a part that several benchmarks share.
  if (typeof module.run === 'function') writeFileSync(answer, JSON.stringify(await module.run()));
  process.exit(0);
}

await bootstrap();
await build();
const json = process.argv.includes('--json');
const only = process.argv.slice(2).filter((flag) => !flag.startsWith('--'));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.startsWith('_') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => only.length === 0 || only.includes(name));
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark named ${unknown.join(', ')} in test/bench.\n`);
  process.exit(2);
}

const started = new Date();
const results = {};
let failed = 0;
for (const name of names) {
  const answer = join(tmpdir(), `tidemark-bench-${process.pid}-${name}.json`);
  // A benchmark's own prints belong on stderr: stdout is the one document.
  const code = await run(node24(), ['--expose-gc', join(root, 'scripts/bench.mjs'), '--one', name, answer], {
    stdio: ['ignore', 2, 2],
  });
  if (code === 0 && existsSync(answer)) results[name] = JSON.parse(readFileSync(answer, 'utf8'));
  else if (code !== 0) {
    failed += 1;
    results[name] = { failed: `exit code ${code}` };
  }
  rmSync(answer, { force: true });
}

const document = {
  startedAt: started.toISOString(),
  durationMs: Date.now() - started.getTime(),
  machine: {
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.versions.node,
  },
  results,
};
mkdirSync(join(root, 'bench-results'), { recursive: true });
writeFileSync(
  join(root, 'bench-results', `${started.toISOString().slice(0, 10)}.json`),
  `${JSON.stringify(document, null, 2)}\n`,
);
if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
else
  for (const [name, result] of Object.entries(results))
    process.stdout.write(`${name}\n${JSON.stringify(result, null, 2)}\n`);
process.exitCode = failed > 0 ? 1 : 0;
