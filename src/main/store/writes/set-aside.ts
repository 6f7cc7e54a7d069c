import { prepared, run, write, type Db } from '../db.ts';
import type { SetAsideInput } from '../records.ts';

/** A row's raw form is for a person to look at; an answer of megabytes is not. */
const RAW_LIMIT = 16_384;

/**
 * Keeps rows that could not be stored, with the reason, and counts them in the run. What an earlier attempt at the same slice set
 * aside is replaced. `level` is a level or 'structure'.
 */
export function addSetAside(
  db: Db,
  args: { runId: string; sliceId: string | null; level: string; rows: readonly SetAsideInput[] },
): void {
  const replaced = args.sliceId === null ? 0 : run(db, 'DELETE FROM set_aside_row WHERE slice_id = ?', args.sliceId);
  const insert = prepared(
    db,
    'INSERT INTO set_aside_row (import_run_id, slice_id, level, reason, raw) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { reason, raw } of args.rows)
    insert.run(args.runId, args.sliceId, args.level, reason, rawText(raw).slice(0, RAW_LIMIT));
  if (replaced !== args.rows.length)
    run(
      db,
      'UPDATE import_run SET rows_set_aside = rows_set_aside + ? WHERE id = ?',
      args.rows.length - replaced,
      args.runId,
    );
}

/** A structure list is read anew from its first page: what the attempt before set aside comes again, and would count twice. */
export function forgetStructureSetAside(db: Db, runId: string): void {
  write(db, () => {
    const gone = run(db, 'DELETE FROM set_aside_row WHERE import_run_id = ? AND slice_id IS NULL', runId);
    if (gone > 0) run(db, 'UPDATE import_run SET rows_set_aside = rows_set_aside - ? WHERE id = ?', gone, runId);
  });
}

function rawText(raw: unknown): string {
  if (typeof raw === 'string') return raw;
  try {
    return JSON.stringify(raw) ?? String(raw);
  } catch {
    // String() of a list goes as deep as JSON does.
    return 'nested too deeply to be kept';
  }
}
