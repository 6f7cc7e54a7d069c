import { Refusal } from '../../kernel/failure.ts';
import type { Credential } from '../../platforms/platform.ts';
import type { ConnectionRecord, Secrets } from './ports.ts';

/** What is sealed per connection: the platform's credential, and the person's app fields for signing in again. */
export type Kept = { credential: Credential; app: Record<string, string> };

/** Moving a sealed value to another connection or platform makes it unreadable. */
function associatedData(owner: { id: string; platform: string }): string {
  return `connection ${owner.platform} ${owner.id}`;
}

export function sealKept(secrets: Secrets, owner: { id: string; platform: string }, kept: Kept): Uint8Array {
  return secrets.seal(associatedData(owner), kept);
}

/** Throws Refusal when there is nothing sealed or it cannot be opened. */
export function openKept(secrets: Secrets, record: ConnectionRecord): Kept {
  if (record.sealed === null) {
    throw new Refusal('NOT_FOUND', 'This connection was removed. Connect again; saved data is still here.', {
      what: 'connection',
    });
  }
  return secrets.open(associatedData(record), record.sealed) as Kept;
}
