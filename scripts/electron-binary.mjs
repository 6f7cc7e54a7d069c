// Electron's package brings no binary: its own installer fetches it at first use. This asks for it once, without ever holding up a start.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, modules, node24, toolScript } from './toolchain.mjs';

const folder = join(modules, 'electron');
const refused = join(modules, '.electron-unavailable');
const TRY_AGAIN_AFTER_MS = 24 * 3600 * 1000;
const NO_PROGRESS_MS = 15_000;

/** Path of the Electron program, or null when there is none on this machine. */
function binary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  try {
    const program = join(override ?? join(folder, 'dist'), readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(program) ? program : null;
  } catch {
    if (!override) return null;
    const program = join(override, process.platform === 'win32' ? 'electron.exe' : 'electron');
    return existsSync(program) ? program : null;
  }
}

function bytesUnder(path) {
  let sum = 0;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    try {
      if (entry.isFile()) sum += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
    } catch {
      // The installer moved it meanwhile.
    }
  }
  return sum;
}

/** Runs the installer; false when it failed or no byte arrived for a while. A slow line is fine, a silent one is not. */
function fetchBinary() {
  return new Promise((resolve) => {
    // The installer downloads into the temporary folder: giving it one of its own shows whether bytes arrive.
    const temporary = mkdtempSync(join(tmpdir(), 'tidemark-electron-'));
    const child = spawn(node24(), [toolScript('electron', 'install-electron')], {
      stdio: 'ignore',
      env: childEnvironment({ TMPDIR: temporary, TEMP: temporary, TMP: temporary }),
    });
    let seen = 0;
    let movedAt = Date.now();
    const watch = setInterval(() => {
      const now = bytesUnder(temporary);
      if (now !== seen) [seen, movedAt] = [now, Date.now()];
      else if (Date.now() - movedAt > NO_PROGRESS_MS) child.kill('SIGKILL');
    }, 500);
    const end = (ok) => {
      clearInterval(watch);
      rmSync(temporary, { recursive: true, force: true });
      resolve(ok);
    };
    child.once('error', () => end(false));
    child.once('close', (code) => end(code === 0));
  });
}

/** Electron's program ready to run, fetched if need be; null when it cannot be had. A refusal is remembered for a day. */
export async function electronBinary() {
  if (binary()) return binary();
  try {
    if (Date.now() - Number(readFileSync(refused, 'utf8')) < TRY_AGAIN_AFTER_MS) return null;
  } catch {
    // Never tried.
  }
  if ((await fetchBinary()) && binary()) return binary();
  writeFileSync(refused, String(Date.now()));
  return null;
}
