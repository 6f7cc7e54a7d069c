import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { importFault, LAYERS } from './layers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tidemark-layers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file, what it contains, and the rule that must report it (null = clean). */
type Plant = [file: string, text: string, rule: string | null];

const layer = 'tidemark(layers)';
const imports = (file: string, specifier: string): Plant => [file, `import '${specifier}';`, layer];

const PLANTS: Plant[] = [
  imports('src/contract/a.ts', '../main/kernel/clock.ts'),
  imports('src/contract/b.ts', 'node:fs'),
  imports('src/contract/c.ts', '@orpc/server'),
  imports('src/preload/a.ts', '../main/kernel/clock.ts'),
  imports('src/sandbox/a.ts', '../main/platforms/platform.ts'),
  imports('src/sandbox/b.ts', '../contract/contract.ts'),
  imports('src/sandbox/c.ts', 'facebook-nodejs-business-sdk'),
  imports('src/renderer/ui/a.tsx', '../features/clients/view.tsx'),
  imports('src/renderer/ui/b.tsx', '../bridge.ts'),
  imports('src/renderer/features/clients/a.tsx', '../imports/view.tsx'),
  imports('src/renderer/features/clients/b.tsx', '../../shell/shell.tsx'),
  imports('src/renderer/features/clients/c.tsx', '../../../main/kernel/clock.ts'),
  imports('src/renderer/features/clients/d.tsx', 'electron'),
  imports('src/renderer/features/clients/e.tsx', 'node:fs'),
  imports('src/renderer/features/clients/f.tsx', 'recharts'),
  imports('src/renderer/bridge.ts', './shell/shell.tsx'),
  imports('src/renderer/messages.ts', './ui/format.ts'),
  imports('src/words/text.ts', '../contract/metrics.ts'),
  imports('src/main/kernel/a.ts', '../domain/money.ts'),
  imports('src/main/domain/a.ts', '../kernel/clock.ts'),
  imports('src/main/domain/b.ts', 'node:fs'),
  imports('src/main/store/a.ts', '../features/imports/plan.ts'),
  imports('src/main/store/b.ts', '../platforms/platform.ts'),
  imports('src/main/platforms/platform.ts', './meta/index.ts'),
  imports('src/main/platforms/meta/a.ts', '../google/index.ts'),
  imports('src/main/platforms/meta/b.ts', '../../store/open.ts'),
  imports('src/main/platforms/meta/c.ts', '../registry.ts'),
  imports('src/main/features/imports/a.ts', '../connections/connections.ts'),
  imports('src/main/features/imports/b.ts', '../../platforms/meta/index.ts'),
  imports('src/main/features/imports/c.ts', 'better-sqlite3'),
  imports('src/main/features/imports/d.ts', 'drizzle-orm/better-sqlite3'),
  imports('src/main/features/imports/e.ts', 'node:http'),
  imports('src/main/features/imports/f.ts', 'google-ads-api'),
  imports('src/main/features/imports/g.ts', 'electron'),
  imports('src/main/features/imports/h.ts', '../../hosts/environment.ts'),
  imports('src/main/hosts/a.ts', '../engine/engine.ts'),
  imports('src/main/hosts/b.ts', '../features/imports/plan.ts'),
  imports('src/main/hosts/browser.ts', 'electron'),
  imports('src/main/hosts/c.ts', '../store/open.ts'),
  imports('src/main/engine/a.ts', '../hosts/environment.ts'),
  imports('src/main/engine.worker.ts', './hosts/cli.ts'),
  imports('src/main/a.ts', './kernel/clock.ts'),
  imports('src/stray.ts', 'node:fs'),
  // Every way to import is an import.
  ['src/main/domain/way1.ts', "import type { Clock } from '../kernel/clock.ts';\nexport type C = Clock;", layer],
  ['src/main/domain/way2.ts', "export * from '../kernel/clock.ts';", layer],
  ['src/main/domain/way3.ts', "export { systemClock } from '../kernel/clock.ts';", layer],
  ['src/main/domain/way4.ts', "export const later = () => import('../kernel/clock.ts');", layer],
  ['src/main/domain/way5.ts', "export type C = import('../kernel/clock.ts').Clock;", layer],
  [
    'src/main/features/imports/way6.ts',
    "declare const require: (name: string) => unknown;\nexport const e = require('electron');",
    layer,
  ],
  [
    'src/main/features/imports/way7.ts',
    "import { createRequire } from 'node:module';\nexport const e: unknown = createRequire(import.meta.url)('better-sqlite3');",
    layer,
  ],
  ['src/main/features/imports/name1.ts', "export const p = (id: string) => id === 'meta';", 'tidemark(platform-names)'],
  ['src/main/features/imports/name2.ts', 'export const p = `google`;', 'tidemark(platform-names)'],
  [
    'src/renderer/features/clients/name3.ts',
    'export const colour = { meta: 1, google: 2 };',
    'tidemark(platform-names)',
  ],
  ['src/main/engine/name4.ts', "export const p = { ['google']: 1 };", 'tidemark(platform-names)'],
  ['src/main/kernel/env1.ts', 'export const home = process.env.HOME;', 'tidemark(environment)'],
  ['src/main/kernel/env2.ts', "export const home = process['env'];", 'tidemark(environment)'],
  [
    'src/main/kernel/env3.ts',
    "import { env } from 'node:process';\nexport const home = env.HOME;",
    'tidemark(environment)',
  ],
  ['src/main/features/imports/now1.ts', 'export const at = Date.now();', 'tidemark(clock)'],
  ['src/main/features/imports/now2.ts', 'export const at = new Date();', 'tidemark(clock)'],
  ['src/main/features/imports/now3.ts', 'export const at = Date();', 'tidemark(clock)'],
  ['src/main/hosts/now4.ts', 'export const read = Date.now;', 'tidemark(clock)'],
  [
    'src/main/platforms/meta/sdk1.ts',
    'declare const AdsInsights: new () => object;\nexport const i = new AdsInsights();',
    'tidemark(sdk)',
  ],
  ['src/main/platforms/meta/sdk2.ts', 'declare const sdk: { getByIds(): void };\nsdk.getByIds();', 'tidemark(sdk)'],
  [
    'src/main/platforms/meta/sdk3.ts',
    'declare const sdk: { setShowHeader(): void };\nsdk.setShowHeader();',
    'tidemark(sdk)',
  ],
  [
    'src/main/platforms/google/sdk4.ts',
    'declare const sdk: { mutateResources(): void };\nsdk.mutateResources();',
    'tidemark(sdk)',
  ],
  [
    'src/main/platforms/google/sdk5.ts',
    "declare const sdk: { listAccessibleCustomers(): void };\nsdk['listAccessibleCustomers']();",
    'tidemark(sdk)',
  ],
  ['test/features/mock.test.ts', "import { vi } from 'vitest';\nvi.mock('./x.ts');", 'tidemark(no-mocks)'],
  [
    'src/main/hosts/fork1.ts',
    "import { fork } from 'node:child_process';\nexport const start = fork;",
    'tidemark(no-fork)',
  ],
  ['src/main/hosts/fork2.ts', "export const name = 'ELECTRON_RUN_AS_NODE';", 'tidemark(no-fork)'],
  ['src/renderer/features/clients/words1.tsx', 'export const A = () => <p>Last imported</p>;', 'tidemark(words)'],
  [
    'src/renderer/features/clients/words2.tsx',
    'export const A = ({ n }: { n: number }) => <p title={`Clients: ${n}`} />;',
    'tidemark(words)',
  ],
  [
    'src/renderer/ui/words3.ts',
    "export const tell = (ok: boolean): string => (ok ? 'Saved' : 'Not saved');",
    'tidemark(words)',
  ],
  [
    'src/renderer/ui/words4.ts',
    "export const isEnter = (key: string): boolean => key === 'Enter' || key === 'PageDown';",
    null,
  ],
  ['src/renderer/features/clients/messages.ts', "export const m = { title: 'Clients of the agency' };", null],
  [
    'src/renderer/features/clients/late.ts',
    'declare const t: (message: object) => string;\nexport const title = t({});',
    'tidemark(words-late)',
  ],
  ['src/main/features/imports/console.ts', "console.log('x');", 'eslint(no-console)'],
  ['src/main/features/imports/any.ts', 'export const a: any = 1;', 'typescript(no-explicit-any)'],
  [
    'src/main/features/imports/floating.ts',
    'export function f(): void {\n  Promise.resolve(1);\n}',
    'typescript(no-floating-promises)',
  ],
  [
    'src/main/kernel/cycle1.ts',
    "import { b } from './cycle2.ts';\nexport const a = (): number => b();",
    'import(no-cycle)',
  ],
  [
    'src/main/kernel/cycle2.ts',
    "import { a } from './cycle1.ts';\nexport const b = (): number => a();",
    'import(no-cycle)',
  ],
  // What must not be reported.
  [
    'src/contract/clean.ts',
    "import { oc } from '@orpc/contract';\nimport { z } from 'zod';\nexport const c = oc.input(z.string());",
    null,
  ],
  [
    'src/main/kernel/clock.ts',
    'export type Clock = { now(): number };\nexport const systemClock: Clock = { now: () => Date.now() };',
    null,
  ],
  ['src/main/domain/money.ts', 'export const micros = (units: number): number => units * 1_000_000;', null],
  [
    'src/main/features/imports/clean.ts',
    [
      "import { systemClock } from '../../kernel/clock.ts';",
      "import { micros } from '../../domain/money.ts';",
      "import { own } from './own.ts';",
      'export const at = new Date(systemClock.now());',
      "export const name = 'metadata';",
      'export const headers = { meta: micros(own) };',
    ].join('\n'),
    null,
  ],
  ['src/main/features/imports/own.ts', 'export const own = 1;', null],
  [
    'src/main/hosts/clean.ts',
    "import { systemClock } from '../kernel/clock.ts';\nexport const home = [process.env.HOME, systemClock];",
    null,
  ],
  ['src/main/platforms/google/clean.ts', "export const id = 'google';", null],
  [
    'test/clean.test.ts',
    "import '../src/main/features/imports/own.ts';\nexport const at = [Date.now(), 'meta'];",
    null,
  ],
];

function lint(): { filename: string; code: string; message: string }[] {
  for (const [file, text] of PLANTS) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }
  mkdirSync(join(folder, 'test/architecture'), { recursive: true });
  // The very files the project is linted with.
  for (const file of ['.oxlintrc.json', 'test/architecture/layers.js', 'test/architecture/words.js'])
    copyFileSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "noEmit": true, "allowImportingTsExtensions": true, "types": [] } }',
  );
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const command = [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format=json', 'src', 'test'];
  let output: string;
  try {
    output = execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout);
  }
  return (JSON.parse(output) as { diagnostics: { filename: string; code: string; message: string }[] }).diagnostics;
}

describe('the lint rules', () => {
  it('report every planted violation, and nothing else', () => {
    const found = lint();
    const of = (file: string): string[] =>
      found.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code);
    const missed = PLANTS.filter(([file, , rule]) => rule !== null && !of(file).includes(rule)).map(
      ([file, , rule]) => [file, rule, of(file)],
    );
    expect(missed).toEqual([]);
    const falseAlarms = PLANTS.filter(([file, , rule]) => rule === null && of(file).length > 0).map(([file]) => [
      file,
      of(file),
    ]);
    expect(falseAlarms).toEqual([]);
  });

  it('know a layer for every file there is', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    expect(files.length).toBeGreaterThan(50);
    const homeless = files
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !LAYERS.some(({ files: of }) => of.test(file)));
    expect(homeless).toEqual([]);
  });

  it('see through a roundabout path', () => {
    expect(importFault('main/features/imports/run.ts', '../../features/imports/../connections/login.ts')).toMatch(
      /may not import/,
    );
    expect(importFault('main/features/imports/run.ts', './plan.ts')).toBeNull();
    expect(importFault('main/hosts/electron-window.ts', 'electron')).toBeNull();
    expect(importFault('renderer/features/clients/view.tsx', '../../../../test/x.ts')).toMatch(/outside src/);
  });
});
