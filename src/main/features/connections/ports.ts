import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { AdAccountRecord, AdPlatform } from '../../platforms/platform.ts';

/** What a platform says of a login. Instants are epoch ms. */
export type LoginDetails = {
  /** The platform's stable id of the login; null when it does not say. */
  loginId: string | null;
  label: string;
  kind: string;
  scopes: string[];
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
};

/** A login at a platform as the store keeps it. */
export type ConnectionRecord = LoginDetails & {
  id: string;
  platform: PlatformId;
  /** What the platform last said against this sign-in; null while it works. */
  problem: Problem | null;
  /** Credential and app fields, sealed; null after removal. */
  sealed: Uint8Array | null;
  connectedAt: number;
  lastCheckedAt: number | null;
  removed: boolean;
  /** Ad accounts it reaches, managers left out, and how many of them belong to a client. */
  adAccounts: number;
  assignedAdAccounts: number;
};

export type Login = LoginDetails & { id: string; platform: PlatformId; sealed: Uint8Array };

/** The store as connections see it. Every call is one transaction. */
export type ConnectionRepository = {
  /** Those not removed. */
  list(): ConnectionRecord[];
  /** Also removed ones. */
  find(connectionId: string): ConnectionRecord | null;
  /** The connection of that login, also a removed one, the newest first. */
  findByLogin(platform: PlatformId, loginId: string, kind: string): ConnectionRecord | null;
  /** Ids of the ad accounts this connection reaches, those without access left out. */
  reachedAdAccounts(connectionId: string): string[];
  /**
   * Adds the connection, or renews the one of that id, together with the ad accounts it lists; clears its problem and its removal.
   * An account of this connection that is no longer listed becomes `no_access`; its row, client and figures stay. An account another
   * working connection reaches stays with that one.
   */
  saveLogin(login: Login, adAccounts: readonly AdAccountRecord[], now: number): void;
  /** The platform answered a check: takes over what it said and clears the problem. */
  checked(connectionId: string, details: LoginDetails, now: number): void;
  /** The sign-in is over. Its ad accounts may go to another connection that lists them. */
  ended(connectionId: string, problem: Problem, now: number): void;
  /** A renewed credential, and nothing else. */
  seal(connectionId: string, sealed: Uint8Array): void;
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
