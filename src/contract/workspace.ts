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
  keepMessages: z.boolean(),
  /** Operations a platform allows the person's app in 24 hours, where it differs from the usual (Google Explorer: 2880); null = no limit. */
  dailyOperations: z.partialRecord(platformId, z.number().int().positive().nullable()).optional(),
});
export type Settings = z.infer<typeof settings>;
