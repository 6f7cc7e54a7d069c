import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Workspaces made once per run, copied for every test that wants one; `SCREENSHOTS_HOMES` keeps them between runs. */
const folder = (): string => process.env['SCREENSHOTS_HOMES'] ?? join(tmpdir(), 'tidemark-screenshots');

export type HomeName = 'demo' | 'thousand';
export const homeOf = (name: HomeName): string => join(folder(), name);

export function copyHome(name: HomeName, to: string): void {
  cpSync(homeOf(name), to, { recursive: true });
}

/** Makes the workspace unless one of an earlier run was kept. */
export async function makeHome(name: HomeName, make: (home: string) => Promise<void> | void): Promise<void> {
  const home = homeOf(name);
  if (existsSync(home)) return;
  mkdirSync(folder(), { recursive: true });
  await make(home);
}
