import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { app } from 'electron';
import { HIDDEN_FLAG } from './electron-commands.ts';

export type LoginEntry = {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The program and what it is started with in front of our own flags (in a checkout, the application's folder). */
  program: string;
  args: readonly string[];
};

/** One entry per workspace would start several at once, so there is one: the workspace that asked last. */
const ENTRY = 'tidemark.desktop';

/**
 * Starts the application in the tray when the person signs in to the computer, or no longer does. macOS and Windows keep such entries
 * themselves; on Linux it is a file the desktops agreed on (XDG autostart). Throws when the file cannot be written.
 */
export function setLaunchAtLogin(on: boolean, entry: LoginEntry): void {
  const args = [...entry.args, HIDDEN_FLAG];
  if (entry.platform !== 'linux') {
    app.setLoginItemSettings({
      openAtLogin: on,
      // macOS starts the bundle and takes no arguments; whether it did is asked at the start.
      ...(entry.platform === 'win32' ? { path: entry.program, args } : {}),
    });
    return;
  }
  const folder = autostartFolder(entry.env);
  const file = join(folder, ENTRY);
  if (!on) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, desktopEntry([entry.program, ...args]), { mode: 0o644 });
}

/** Whether this start came from the entry at sign-in rather than from a person. */
export function startedAtLogin(platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function autostartFolder(env: NodeJS.ProcessEnv): string {
  const config = env.XDG_CONFIG_HOME;
  // The XDG rules say a relative value must be ignored.
  return join(
    config !== undefined && isAbsolute(config) ? config : join(env.HOME ?? homedir(), '.config'),
    'autostart',
  );
}

/** The file's text. An argument is quoted, `%` doubled, and backslashes once more because the whole value is a string with escapes. */
export function desktopEntry(command: readonly string[]): string {
  const quoted = command.map((part) =>
    `"${part.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`.replaceAll('\\', '\\\\'),
  );
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Tidemark',
    'Comment=Imports in the background',
    `Exec=${quoted.join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
