import { z } from 'zod';

/** How large the workspace is, what makes it so, what it will be, and what folding or moving detail would free. Bytes. */
export const storageView = z.object({
  /** The database with its log; and the yearly archive files beside it. */
  bytes: z.number().int(),
  archiveBytes: z.number().int(),
  /** Inside the database, used for the next rows first. */
  freeBytes: z.number().int(),
  /** Largest first. `estimated`: counted from rows, because this SQLite does not tell. */
  tables: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
  estimated: z.boolean(),
  bytesPerDay: z.number().int(),
  /** When nothing is folded or moved. */
  bytesIn12Months: z.number().int(),
  /** What folding hours older than kept would free. */
  folding: z.number().int(),
  /** Past years that have settled and can be moved, with what each would free. */
  archiving: z.array(z.object({ year: z.number().int(), bytes: z.number().int() })),
  archives: z.array(
    z.object({
      year: z.number().int(),
      /** Relative to the workspace folder. */
      file: z.string(),
      movedAt: z.string(),
      rows: z.number().int(),
      bytes: z.number().int(),
    }),
  ),
});
export type StorageView = z.infer<typeof storageView>;

export const archiveInput = z.object({ year: z.number().int().min(2000).max(2100) });
/** `left` rows changed meanwhile and stay until the year is moved again. */
export const movedRows = z.object({ rows: z.number().int(), left: z.number().int() });
export type MovedRows = z.infer<typeof movedRows>;
