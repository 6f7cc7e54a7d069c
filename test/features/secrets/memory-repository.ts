import type { KeyMarker, Keyring, SecretRepository } from '../../../src/main/features/secrets/ports.ts';

/** What outlives a "run" in these tests: the marker and whatever was sealed. */
export type Kept = { marker: KeyMarker | null; sealed: Uint8Array[]; workspaceId: string };

export function kept(workspaceId = 'workspace-1'): Kept {
  return { marker: null, sealed: [], workspaceId };
}

export function memorySecrets(data: Kept): SecretRepository {
  return {
    workspaceId: () => data.workspaceId,
    readMarker: () => data.marker,
    writeMarker: (marker) => {
      data.marker = marker;
    },
    sealedValues: () => data.sealed,
  };
}

/** A keychain in memory whose moods a test sets. */
export function fakeKeyring(): Keyring & {
  items: Map<string, Uint8Array>;
  mood: 'well' | 'absent' | 'refusesWrites';
  writes: number;
} {
  const items = new Map<string, Uint8Array>();
  const keyring = {
    items,
    mood: 'well' as 'well' | 'absent' | 'refusesWrites',
    writes: 0,
    read: async (account: string) => {
      if (keyring.mood === 'absent') throw new Error('Platform failure: DBus error');
      return items.get(account) ?? null;
    },
    write: async (account: string, key: Uint8Array) => {
      if (keyring.mood !== 'well') throw new Error('unlock prompt was dismissed');
      keyring.writes += 1;
      items.set(account, Uint8Array.from(key));
    },
    remove: async (account: string) => items.delete(account),
  };
  return keyring;
}
