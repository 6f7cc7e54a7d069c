import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Why no page can be opened on this machine, for a person; null when it is worth a try. */
export function noBrowserReason(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string | null {
  if (platform === 'darwin' || platform === 'win32') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display here to open a browser on.';
  if (!onPath('xdg-open', env)) return 'The program xdg-open, which opens the browser, is not installed.';
  return null;
}

/** Opens an address in the person's own browser. Rejects with a sentence when that cannot be done; the address itself is never in it. */
export async function openInBrowser(url: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const reason = noBrowserReason(env);
  if (reason !== null) throw new Error(reason);
  const [program, ...words] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? // Not `start`, which is a word of the shell and would read & and ^ in the address.
          ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program ?? '', words, { stdio: 'ignore', detached: true, env });
    const failed = (): void => reject(new Error('The browser could not be started.'));
    // An opener ends at once; one that stays has become the browser.
    const settled = setTimeout(resolve, 3_000);
    settled.unref();
    child.once('error', failed);
    child.once('exit', (code) => (code === 0 ? resolve() : failed()));
    child.unref();
  });
}

function onPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
