import type { AdAccountStatus, PlatformId } from '../../../contract/vocabulary.ts';
import type { AdAccountRecord, PlatformSession } from '../../platforms/platform.ts';

export type AdAccountRow = {
  platform: PlatformId;
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: AdAccountStatus;
  platformStatus: string;
  isManager: boolean;
  managerPath: string[];
  /** The connection that reaches it; null when none does any more. */
  connectionId: string | null;
  clientId: string | null;
  client: string | null;
};

export type ClientName = { id: string; name: string };

/** `client` null takes the ad account away from its client. */
export type Assignment = { platform: PlatformId; adAccountId: string; client: string | null };

/** The store as this feature sees it. Every call is one transaction. */
export type AdAccountRepository = {
  /** All of them, or those one connection reaches, in the platform's order of names. */
  list(connectionId: string | null): AdAccountRow[];
  clients(): ClientName[];
  /** What a connection lists now, complete: its accounts no longer listed become `no_access`, others' accounts stay theirs. */
  saveListed(connectionId: string, platform: PlatformId, adAccounts: readonly AdAccountRecord[], now: number): void;
  /** All or none. A client of a name not known yet is made. Figures already imported stay with the ad account. */
  assign(assignments: readonly Assignment[], now: number): void;
};

/** What connections lend to this feature. */
export type SessionLender = {
  sessionFor(connectionId: string): Promise<PlatformSession>;
  /** Notes a failure that ends the sign-in. */
  noteFailure(connectionId: string, error: unknown, session: PlatformSession): void;
  /** Which platform a connection belongs to; null when there is no such connection. */
  platformOf(connectionId: string): PlatformId | null;
};
