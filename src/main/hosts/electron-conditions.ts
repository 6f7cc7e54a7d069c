import { net, powerMonitor } from 'electron';
import type { MachineConditions } from '../kernel/engine-protocol.ts';
import { askMetered, batteryPercent } from './machine-power.ts';

export type ConditionsDeps = {
  platform: NodeJS.Platform;
  /** Something changed; called once at the start as well. */
  changed(now: MachineConditions, before: MachineConditions | null): void;
};

const LOOK_MS = 10_000;
const ASK_METERED_MS = 60_000;

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
      batteryPercent: deps.platform === 'linux' ? batteryPercent() : null,
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
