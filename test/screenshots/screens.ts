import type { Page } from '@playwright/test';
import { COMMANDS, type Command } from '../../src/contract/commands.ts';
import { CLIENT_SCREENS } from '../../src/renderer/shell/client-screens.ts';

/** One picture's screen: its name in the file and its address behind the hash. */
export type Screen = {
  name: string;
  path: string;
  /** Something only the filled screen has, awaited before the picture. */
  ready?: string;
};

const wordOf = (path: string): string => path.replace(/^\/(client\/\$clientId\/?)?/, '').replaceAll('/', '-');

/** What a filled screen shows last. */
const READY: Record<string, string> = {
  clients: '[role=grid] [role=rowheader]',
  overview: '.recharts-surface',
  campaigns: '[role=treegrid] [role=rowheader]',
  compare: '.recharts-surface',
  hourly: 'table td',
  breakdowns: '[role=grid] [role=rowheader]',
  connections: 'article',
};
const screen = (name: string, path: string): Screen => ({ name, path, ...(READY[name] ? { ready: READY[name] } : {}) });

/** Every screen of the workspace, from the app's own table of commands: one added there is in the pictures. */
export const WORKSPACE_SCREENS: readonly Screen[] = Object.values(COMMANDS as Record<string, Command>).flatMap(
  ({ path }) => (path === undefined ? [] : [screen(wordOf(path), path)]),
);

/** Every screen of one client. */
export const clientScreens = (clientId: string): Screen[] =>
  CLIENT_SCREENS.map(({ to }) => {
    const word = wordOf(to) || 'overview';
    const name = WORKSPACE_SCREENS.some((other) => other.name === word) ? `client-${word}` : word;
    return screen(name, to.replace('$clientId', clientId));
  });

/** The client's id, from the address its name links to on Clients. */
export async function clientIdOf(page: Page, name: string | RegExp): Promise<string> {
  const link = page.getByRole('grid').getByRole('link', { name }).first();
  const id = /\/client\/([^/?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1];
  if (id === undefined) throw new Error(`No client ${String(name)} on screen.`);
  return id;
}
