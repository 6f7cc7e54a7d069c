import type { MessagePort } from 'node:worker_threads';
import type { PlatformEndpoints } from './endpoints.ts';

/**
 * What a host and the engine worker say to each other. The host never looks inside a client's messages: it hands the engine one end
 * of a MessageChannel per client (`connect`) and relays raw messages to the other end (oRPC's message-port adapter on both sides).
 */
export type EngineOptions = {
  /** The workspace folder. Created when missing. */
  home: string;
  version: string;
  /** Base URLs given for loopback servers; empty for the real platforms. */
  endpointOverrides: Partial<PlatformEndpoints>;
  /** Fixed clock (epoch ms), only together with an override. */
  fixedNow: number | null;
  /** For headless machines: unlocks (or, on a workspace without sign-ins, chooses) the passphrase vault. */
  passphrase: string | null;
  /** Folder of the SQL migrations. */
  migrationsFolder: string;
  /** Written to stderr, to a file, or nowhere; the host prints what the engine posts as `log`. */
  /** The pseudo-locale is offered as a language. */
  pseudo?: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /**
   * service = owns the workspace, resumes interrupted imports. command = owns it for one command, resumes nothing by itself.
   * reading = opens read-only beside a running service; every procedure that writes answers WORKSPACE_UNAVAILABLE.
   */
  mode: 'service' | 'command' | 'reading';
};

/** Host → engine. */
export type ToEngine =
  | { type: 'connect'; port: MessagePort }
  | { type: 'event'; event: 'wake' | 'online' | 'offline' }
  /** What the machine tells about itself; told at the start and with every change. */
  | { type: 'conditions'; conditions: MachineConditions }
  /** From the tray, which works without a page. */
  | { type: 'command'; command: EngineCommand }
  | { type: 'hostAnswer'; id: number; ok: boolean; error: string | null }
  | { type: 'stop' };

export type MachineConditions = {
  online: boolean;
  onBattery: boolean;
  /** 0–100; null = the system does not tell. */
  batteryPercent: number | null;
  metered: boolean;
};

export type EngineCommand = 'import_all' | 'pause_hour' | 'pause_until_tomorrow' | 'resume';

/** What the tray and the taskbar show, in words. */
export type Activity = {
  /** 0–100; null = nothing is running. */
  percent: number | null;
  /** The status line: 'Importing 3 of 142', 'Paused until 14:00'. */
  text: string;
  /** paused = nothing starts by itself, whatever the reason. */
  state: 'idle' | 'working' | 'paused';
  /** A person asked for it, so it can be resumed. */
  pausedByPerson: boolean;
  /** 'Next run 02:00', "Next run 02:00, this computer's time" where ad accounts have other clocks; null when nothing is scheduled. */
  next: string | null;
  /** How many things need a person, and the first of them with the screen that shows each. */
  attention: number;
  items: { text: string; path: string }[];
  /** The person wants no icon in the notification area; null = not known now, so it stays as it is. */
  trayHidden: boolean | null;
  /** BCP 47 tag of the words, as the settings choose it; null = not known now, so it stays as it is. */
  language: string | null;
};

/** A notification. A newer one with the same id takes the place of the older one. `path` is the screen a click opens. */
export type HostNotice = { id: string; title: string; body: string; path: string };

/** Engine → host. */
export type FromEngine =
  /** Calls are answered from here on. The workspace may still be unusable: `workspace.state` says why. */
  | { type: 'ready' }
  | { type: 'hostCall'; id: number; call: HostCall }
  | { type: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string; fields: unknown }
  | { type: 'activity'; activity: Activity }
  /** Everything is written and closed; the worker may be ended. */
  | { type: 'stopped' };

export type HostCall =
  /** https, or http on loopback when endpoint overrides are in force; the host checks again. */
  | {
      method: 'openExternal';
      url: string;
      /** The demo's stand-in servers run on this machine: its sign-in page may be opened. */
      onThisMachine: boolean;
    }
  | { method: 'notify'; notice: HostNotice }
  /** What it told of is resolved. */
  | { method: 'withdraw'; id: string }
  /** Starts the application in the tray when the person signs in to the computer, or no longer does. */
  | { method: 'launchAtLogin'; on: boolean };
