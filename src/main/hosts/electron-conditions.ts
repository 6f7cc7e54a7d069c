import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { net, powerMonitor } from 'electron';
import type { MachineConditions } from '../kernel/engine-protocol.ts';

export type ConditionsDeps = {
  platform: NodeJS.Platform;
  /** Something changed; called once at the start as well. */
  changed(now: MachineConditions, before: MachineConditions | null): void;
  /** Where Linux tells about batteries. */
  powerSupplies?: string;
};

const LOOK_MS = 10_000;
const ASK_METERED_MS = 60_000;
const ASK_TIMEOUT_MS = 3_000;

export type ConditionsWatch = {
  /** Looks again at once: the machine woke. */
  look(): void;
};

/** Follows network and power. Electron tells on-battery by event on macOS and Windows only, and nothing about metered networks, so it is looked at. */
export function watchConditions(deps: ConditionsDeps): ConditionsWatch {
  let known: MachineConditions | null = null;
  let metered = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  const look = (): void => {
    const now: MachineConditions = {
      online: net.isOnline(),
      onBattery: powerMonitor.isOnBatteryPower(),
      batteryPercent: deps.platform === 'linux' ? batteryPercent(deps.powerSupplies) : null,
      metered,
    };
    const networkChanged = known?.online !== now.online;
    if (deps.platform === 'linux' && (networkChanged || performance.now() - askedAt > ASK_METERED_MS)) {
      askedAt = performance.now();
      void askMetered().then((answer) => {
        if (answer === metered) return;
        metered = answer;
        look();
      });
    }
    if (JSON.stringify(now) === JSON.stringify(known)) return;
    const before = known;
    known = now;
    deps.changed(now, before);
  };
  powerMonitor.on('on-battery', look);
  powerMonitor.on('on-ac', look);
  setInterval(look, LOOK_MS);
  look();
  return { look };
}

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
function askMetered(): Promise<boolean> {
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
