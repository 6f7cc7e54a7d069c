import { z } from 'zod';
import { instant, platformId, problem } from './primitives.ts';

export const secretStoreState = z.object({
  /** keychain = the operating system's; passphrase = a vault the person chose; memory = this run only. */
  kind: z.enum(['keychain', 'passphrase', 'memory']),
  /** A passphrase vault that has not been unlocked in this run, or a locked keychain: sign-ins cannot be read. */
  locked: z.boolean(),
  /** Why this kind was taken, when it is not the keychain. */
  sentence: z.string().nullable(),
});

export const workspaceState = z.object({
  revision: z.number().int(),
  /** `unusable` comes with a problem; nothing but this state can be asked then. */
  status: z.enum(['ready', 'unusable']),
  kind: z.enum(['main', 'demo']),
  home: z.string(),
  problem: problem.nullable(),
  secretStore: secretStoreState.nullable(),
  /** The engine's idea of now: fixed in demonstrations and tests. */
  now: instant,
  version: z.string(),
  /** The pseudo-locale may be chosen as a language: a developer asked for it. */
  pseudo: z.boolean().optional(),
  /** Counts that decide between onboarding and the Clients screen. */
  clients: z.number().int(),
  connections: z.number().int(),
});
export type WorkspaceState = z.infer<typeof workspaceState>;

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  changeColours: z.enum(['green_red', 'blue_orange']),
  motion: z.enum(['system', 'reduced']),
  locale: z.string(),
  /** BCP 47 tag of the words, or 'system'; left out = 'system'. Formats are chosen by themselves. */
  language: z.string().optional(),
  keepMessages: z.boolean(),
  /** Shortcuts of a single letter or sign; left out = on. */
  singleKeys: z.boolean().optional(),
  /** Costs, and what reveals them, exist on no screen and in no file. Kept here so that a restart during a call shows none either. */
  clientSafe: z.boolean().optional(),
  /** Starts in the tray when the person signs in to the computer. The desktop application only. */
  launchAtLogin: z.boolean(),
  /** No icon in the notification area; left out = shown. The desktop application only. */
  hideTray: z.boolean().optional(),
  /** run = as on mains; daily = imports once a day run, more frequent ones wait for mains; pause = all wait for mains. */
  onBattery: z.enum(['run', 'daily', 'pause']),
  onMetered: z.enum(['run', 'pause']),
  /** A scheduled time that passed while the computer slept is made up for at the next wake. */
  runMissed: z.boolean(),
  notifications: z.object({
    /** A sign-in expired or expires within 7 days. */
    signIn: z.boolean(),
    /** An import ended with failures. */
    failures: z.boolean(),
    /** An import a person started and that took longer than 10 s ended well. */
    finished: z.boolean(),
    critical: z.boolean(),
  }),
  /** Minutes of the day where this machine is, in which nothing is notified; null = never quiet. */
  quietHours: z.object({ from: z.number().int().min(0).max(1439), to: z.number().int().min(0).max(1439) }).nullable(),
  /** Operations a platform allows the person's app in 24 hours, where it differs from the usual (Google Explorer: 2880); null = no limit. */
  dailyOperations: z.partialRecord(platformId, z.number().int().positive().nullable()).optional(),
  /** Days for which hours are kept one by one, older ones as sums per weekday and hour; null = the look-back and 90 days. */
  hoursKeptDays: z.number().int().min(1).max(4000).nullable().optional(),
  /** Whole months of older days a new client gets behind the first import; left out = 3, 0 = none. */
  newClientMonths: z.number().int().min(0).max(37).optional(),
  /** What was used last in the command palette, newest first: ids of its entries, never names. */
  recents: z.array(z.string().max(200)).max(50).optional(),
  /** The card of first steps was put away. */
  firstStepsDismissed: z.boolean().optional(),
});
export type Settings = z.infer<typeof settings>;
