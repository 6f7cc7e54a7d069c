import type { AdAccountStatus, PlatformId } from '../../../contract/vocabulary.ts';
import type { AdAccountRecord, PlatformSession } from '../../platforms/platform.ts';

export type AdAccountRow = {
  platform: PlatformId;
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: AdAccountStatus;
  isManager: boolean;
  managerPath: string[];
  /** The connection that reaches it; null when none does any more. */
  connectionId: string | null;
  clientId: string | null;
  client: string | null;
};

export type ClientName = { id: string; name: string };

/** Which client an ad account goes to: an existing one, one to make, or none. */
export type AssignTo = { kind: 'client'; id: string } | { kind: 'new'; name: string } | { kind: 'none' };

export type Assignment = { platform: PlatformId; adAccountId: string; to: AssignTo };

/** The store as this feature sees it. Every call is one transaction. */
export type AdAccountRepository = {
  /** All of them, or those one connection reaches, in the platform's order of names. */
  list(connectionId: string | null): AdAccountRow[];
  clients(): ClientName[];
  /** What a connection lists now: see ConnectionRepository.saveWithAdAccounts for what happens to the others. */
  saveListed(connectionId: string, adAccounts: readonly AdAccountRecord[], now: number): void;
  /** All or none. The same new name twice makes one client. Figures already imported stay with the ad account. */
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
