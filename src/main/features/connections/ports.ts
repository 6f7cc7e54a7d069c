import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { AdAccountRecord, AdPlatform } from '../../platforms/platform.ts';

/** A login at a platform as the store keeps it. Instants are epoch ms. */
export type ConnectionRecord = {
  id: string;
  platform: PlatformId;
  /** The platform's stable id of the login; null when it does not say. */
  loginId: string | null;
  label: string;
  kind: string;
  scopes: string[];
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  /** What the platform last said against this sign-in; null while it works. */
  problem: Problem | null;
  /** Credential and app fields, sealed; null after removal. */
  sealed: Uint8Array | null;
  connectedAt: number;
  lastCheckedAt: number | null;
  removedAt: number | null;
};

/** The store as connections see it. Every call is one transaction. */
export type ConnectionRepository = {
  /** Removed ones included, oldest first. */
  list(): ConnectionRecord[];
  find(connectionId: string): ConnectionRecord | null;
  /** Ad accounts reached through each connection, and how many of them belong to a client. */
  adAccountCounts(): Map<string, { adAccounts: number; assigned: number }>;
  /** Ids of the ad accounts this connection reaches, those without access left out. */
  reachedAdAccounts(connectionId: string): string[];
  /**
   * Inserts or updates the connection together with the ad accounts it lists. An account of this connection that is no longer
   * listed becomes `no_access`; its row, client and figures stay. An account another working connection reaches stays with that one.
   */
  saveWithAdAccounts(record: ConnectionRecord, adAccounts: readonly AdAccountRecord[], now: number): void;
  /** Updates the connection's own row only. */
  save(record: ConnectionRecord): void;
  /** Wipes the sealed sign-in for good and lets go of the ad accounts; rows, clients and figures stay. */
  remove(connectionId: string, now: number): void;
};

/** The secret store as connections see it. */
export type Secrets = {
  state(): Promise<{ kind: string; locked: boolean; sentence: string | null }>;
  ensure(): Promise<{ persistent: boolean }>;
  seal(associatedData: string, json: unknown): Uint8Array;
  open(associatedData: string, sealed: Uint8Array): unknown;
  openable(sealed: Uint8Array): 'yes' | 'locked' | 'gone';
};

export type Platforms = ReadonlyMap<PlatformId, AdPlatform>;
