import { statfsSync } from 'node:fs';

export type StoreErrorCode =
  | 'WORKSPACE_IN_USE'
  | 'WORKSPACE_DAMAGED'
  | 'WORKSPACE_FROM_NEWER_VERSION'
  | 'WORKSPACE_NEEDS_UPDATE'
  | 'WORKSPACE_READ_ONLY'
  | 'WORKSPACE_MISSING'
  | 'WORKSPACE_NOT_A_FOLDER'
  | 'DISK_FULL'
  | 'WORKSPACE_BUSY'
  | 'ARCHIVE_UNREADABLE';

/** Why the workspace cannot be used, in a sentence for the person; `detail` is for the log and the details view. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly sentence: string;
  readonly detail: string | null;
  constructor(code: StoreErrorCode, sentence: string, detail: string | null, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'StoreError';
    this.code = code;
    this.sentence = sentence;
    this.detail = detail;
  }
}

const sentences: Record<
  Exclude<StoreErrorCode, 'WORKSPACE_FROM_NEWER_VERSION' | 'ARCHIVE_UNREADABLE'>,
  (where: string) => string
> = {
  WORKSPACE_IN_USE: (where) =>
    `Tidemark is already open on the workspace ${where}. Use that window, or close it and try again.`,
  WORKSPACE_DAMAGED: (where) =>
    `The database of the workspace ${where} is damaged and was left as it is. Put a copy from its "backups" folder in its place, or choose another workspace folder.`,
  WORKSPACE_NEEDS_UPDATE: (where) =>
    `The workspace ${where} was made by an older version. Open it once with Tidemark itself, then try again.`,
  WORKSPACE_READ_ONLY: (where) =>
    `Tidemark may not write to the workspace ${where}. Make the folder and its files writable for you, or choose another folder.`,
  WORKSPACE_MISSING: (where) => `There is no workspace in ${where} yet. Open Tidemark once to make one.`,
  WORKSPACE_NOT_A_FOLDER: (where) => `${where} is a file, not a folder. Choose a folder for the workspace.`,
  DISK_FULL: (where) =>
    `The disk that holds the workspace ${where} is full. Free some space and try again; what was saved before is safe.`,
  WORKSPACE_BUSY: (where) =>
    `Another program is holding the database of the workspace ${where}. Close it and try again; nothing was changed.`,
};

export function storeError(
  code: keyof typeof sentences,
  home: string,
  detail: string | null,
  options?: { cause?: unknown },
): StoreError {
  return new StoreError(code, sentences[code](home), detail, options);
}

function errorCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

function diskIsFull(home: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(home);
    // Below this SQLite cannot grow its WAL or its shared memory, and reports an I/O error instead of "full".
    return bavail * bsize < 128 * 1024;
  } catch {
    return false;
  }
}

/**
 * A thrown SQLite or file system error as a StoreError with its sentence; null for anything that is a fault of ours (a constraint,
 * a syntax error). `home` is the workspace folder.
 */
export function mapSqliteError(error: unknown, home: string): StoreError | null {
  if (error instanceof StoreError) return error;
  const code = errorCode(error);
  if (code === null) return null;
  const detail = `${code}: ${error instanceof Error ? error.message : String(error)}`;
  const mapped = (name: keyof typeof sentences): StoreError => storeError(name, home, detail, { cause: error });
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return mapped('DISK_FULL');
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'EROFS' || code === 'EACCES')
    return mapped('WORKSPACE_READ_ONLY');
  if (code === 'EEXIST' || code === 'ENOTDIR') return mapped('WORKSPACE_NOT_A_FOLDER');
  if (code === 'EPERM') return mapped('WORKSPACE_READ_ONLY');
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ')
    return mapped('WORKSPACE_DAMAGED');
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') return mapped('WORKSPACE_BUSY');
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN'))
    return mapped(
      diskIsFull(home) ? 'DISK_FULL' : code.startsWith('SQLITE_CANTOPEN') ? 'WORKSPACE_READ_ONLY' : 'WORKSPACE_DAMAGED',
    );
  return null;
}
