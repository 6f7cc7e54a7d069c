/**
 * Entry of the desktop application. Everything here runs before Electron is ready, so nothing may be awaited: the scheme, the sandbox and
 * the lock come too late afterwards.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { startDesktop } from './electron-app.ts';
import { homeFlag } from './electron-commands.ts';
import { declareScheme } from './electron-protocol.ts';
import { defaultHome, readEnvironment, WRONG_ENVIRONMENT_EXIT_CODE } from './environment.ts';
import { t } from '../../words/text.ts';
import { dialogs as m } from './messages-desktop.ts';

/** The same as in electron-builder.yml: Windows ties notifications and the taskbar to it. */
const APPLICATION_ID = 'example.tidemark.desktop';

/**
 * Chromium's own files lie apart from the workspace, which is a folder a person copies and backs up. One folder per workspace, because the
 * lock that keeps a second instance out is taken in it.
 */
function useOwnFolder(home: string): void {
  const usual = home === defaultHome(process.env);
  const name = usual
    ? 'Tidemark Desktop'
    : `Tidemark Desktop ${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
  let folder = join(app.getPath('appData'), name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The window forgets its place, and nothing else suffers.
    folder = mkdtempSync(join(tmpdir(), 'tidemark-desktop-'));
  }
  app.setPath('userData', folder);
}

/** Without a display server it goes to stderr. */
function refuse(problem: string): void {
  dialog.showErrorBox(t(m.cannotStart), problem);
  app.exit(WRONG_ENVIRONMENT_EXIT_CODE);
}

declareScheme();
app.enableSandbox();
if (process.platform === 'win32') app.setAppUserModelId(APPLICATION_ID);

const args = process.argv.slice(1);
const environment = readEnvironment(process.env, { home: homeFlag(args) });
if (!environment.ok) {
  refuse(environment.problem);
} else {
  useOwnFolder(environment.options.home);
  // The first instance is told, with our arguments, and comes to the front.
  if (app.requestSingleInstanceLock()) startDesktop(environment.options, args);
  else app.exit(0);
}
