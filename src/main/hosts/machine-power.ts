import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Linux tells about power and network that Electron does not. */
const ASK_TIMEOUT_MS = 3_000;

/** The fullest of the machine's batteries, 0–100; null when there is none or it is not told. */
export function batteryPercent(folder = '/sys/class/power_supply'): number | null {
  try {
    const levels = readdirSync(folder)
      .filter((name) => /^BAT/i.test(name))
      .map((name) => Number(readFileSync(join(folder, name, 'capacity'), 'utf8').trim()))
      .filter((level) => Number.isInteger(level) && level >= 0 && level <= 100);
    return levels.length === 0 ? null : levels.reduce((a, b) => Math.max(a, b));
  } catch {
    return null;
  }
}

/** NetworkManager's word for the network in use: 1 = metered, 3 = probably. Where nobody answers, it is not. */
export function askMetered(): Promise<boolean> {
  const manager = 'org.freedesktop.NetworkManager';
  const args = [
    'call',
    '--system',
    '--timeout',
    '2',
    '--dest',
    manager,
    '--object-path',
    '/org/freedesktop/NetworkManager',
  ];
  return new Promise((resolve) => {
    execFile(
      'gdbus',
      [...args, '--method', 'org.freedesktop.DBus.Properties.Get', manager, 'Metered'],
      { timeout: ASK_TIMEOUT_MS },
      (error, answer) => resolve(error === null && /uint32 [13]\b/.test(answer)),
    );
  });
}
