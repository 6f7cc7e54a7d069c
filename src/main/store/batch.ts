import { prepared, type Db, type Statement } from './db.ts';

/** Measured: 50 rows a statement insert 1.6 times as fast as one, 500 no faster than 50. */
const ROWS = 50;

export type Batch = {
  /** Room for one row: write `columns` values at the returned offset of `values`. */
  row(): number;
  readonly values: unknown[];
  /** Writes what is still buffered; call before the transaction ends. */
  flush(): void;
};

/** A multi-row `INSERT` with statements prepared once: `head VALUES (?,…),(?,…) tail`. */
export function createBatch(db: Db, head: string, columns: number, tail: string): Batch {
  const tuple = `(${Array.from({ length: columns }, () => '?').join(',')})`;
  const statement = (rows: number): Statement =>
    prepared(db, `${head} VALUES ${Array.from({ length: rows }, () => tuple).join(',')} ${tail}`);
  const full = statement(ROWS);
  const values: unknown[] = Array.from({ length: ROWS * columns }, () => null);
  let rows = 0;
  const write = (): void => {
    if (rows === ROWS) {
      full.run(values);
    } else {
      const few = statement(1);
      for (let index = 0; index < rows; index += 1) few.run(values.slice(index * columns, (index + 1) * columns));
    }
    rows = 0;
  };
  return {
    values,
    row: () => {
      if (rows === ROWS) write();
      rows += 1;
      return (rows - 1) * columns;
    },
    flush: write,
  };
}
