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
  | { type: 'hostAnswer'; id: number; ok: boolean; error: string | null }
  | { type: 'stop' };

/** Engine → host. */
export type FromEngine =
  /** Calls are answered from here on. The workspace may still be unusable: `workspace.state` says why. */
  | { type: 'ready' }
  | { type: 'hostCall'; id: number; call: HostCall }
  | { type: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string; fields: unknown }
  /** For the tray and the taskbar; percent null = nothing is running. */
  | { type: 'activity'; percent: number | null; text: string; attention: number }
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
  | { method: 'notify'; title: string; body: string };
