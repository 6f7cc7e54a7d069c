import { randomUUID } from 'node:crypto';
import { connectionById, connections } from '../../store/reads/connections.ts';
import { write, type Db } from '../../store/store.ts';
import { sealCredential } from '../../store/writes/connections.ts';
import { clearSecretStore, createSecretStore, readSecretStore } from '../../store/writes/secret-store.ts';
import { readSettings, writeSettings } from '../../store/writes/settings.ts';
import type { KeyMarker, SecretRepository, WrappedKey } from './ports.ts';

const WORKSPACE_ID = 'workspaceId';

/** The secret store's part of a workspace database. */
export function createSecretRepository(db: Db): SecretRepository {
  function sealed(): { id: string; value: Buffer }[] {
    // The state is not asked about, so any instant does.
    return connections(db, { now: 0 }).flatMap(({ id }) => {
      const value = connectionById(db, { id, now: 0 })?.sealedCredential ?? null;
      return value === null ? [] : [{ id, value }];
    });
  }

  return {
    workspaceId() {
      const known = readSettings(db)[WORKSPACE_ID];
      if (typeof known === 'string') return known;
      const made = randomUUID();
      writeSettings(db, { [WORKSPACE_ID]: made });
      return made;
    },
    readMarker() {
      const record = readSecretStore(db);
      if (record === null) return null;
      const { kind, checkValue, createdAt } = record;
      return { kind, keyId: checkValue, vault: readVault(record), createdAt };
    },
    writeMarker({ kind, keyId, vault, createdAt }: KeyMarker) {
      write(db, () => {
        if (readSecretStore(db) !== null) {
          // Clearing a marker wipes what was sealed; what this run sealed under the new key must survive it.
          const kept = sealed();
          clearSecretStore(db);
          for (const { id, value } of kept) sealCredential(db, { id, sealedCredential: value });
        }
        createSecretStore(db, {
          kind,
          checkValue: keyId,
          salt: vault?.salt ?? null,
          params: vault === null ? null : { ...costOf(vault), wrapped: Buffer.from(vault.wrapped).toString('base64') },
          now: createdAt,
        });
      });
    },
    sealedValues: () => sealed().map(({ value }) => value),
  };
}

function costOf({ cost, blockSize, parallelization }: WrappedKey) {
  return { cost, blockSize, parallelization };
}

/** Null also for a record that was tampered with: then no passphrase opens it. */
function readVault({
  salt,
  params,
}: {
  salt: Buffer | null;
  params: Record<string, unknown> | null;
}): WrappedKey | null {
  if (salt === null || params === null) return null;
  const { cost, blockSize, parallelization, wrapped } = params;
  if (typeof cost !== 'number' || typeof blockSize !== 'number' || typeof parallelization !== 'number') return null;
  if (typeof wrapped !== 'string') return null;
  return { cost, blockSize, parallelization, salt, wrapped: Buffer.from(wrapped, 'base64') };
}
