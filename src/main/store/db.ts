import type Database from 'better-sqlite3';

/** A connection to the workspace's database. Everything in writes/ and reads/ is `(db, …) => result`, synchronous. */
export type Db = Database.Database;
export type Statement = Database.Statement;

const caches = new WeakMap<Db, Map<string, Statement>>();

/**
 * The prepared statement for this SQL on this connection, made once. Unprepared statements are freed only when the event loop
 * turns, so preparing inside a long synchronous loop would grow memory without bound.
 */
export function prepared(db: Db, sql: string): Statement {
  let cache = caches.get(db);
  if (!cache) {
    cache = new Map();
    caches.set(db, cache);
  }
  let statement = cache.get(sql);
  if (!statement) {
    statement = db.prepare(sql);
    cache.set(sql, statement);
  }
  return statement;
}

export function all<Row>(db: Db, sql: string, ...args: unknown[]): Row[] {
  return prepared(db, sql).all(...args) as Row[];
}

export function first<Row>(db: Db, sql: string, ...args: unknown[]): Row | undefined {
  return prepared(db, sql).get(...args) as Row | undefined;
}

/** Runs one statement and returns how many rows it changed. */
export function run(db: Db, sql: string, ...args: unknown[]): number {
  return prepared(db, sql).run(...args).changes;
}

/**
 * A write transaction. IMMEDIATE, because a deferred transaction that reads before it writes loses to another writer with
 * SQLITE_BUSY whatever the time-out. Nested calls become savepoints.
 */
export function write<T>(db: Db, body: () => T): T {
  return db.transaction(body).immediate();
}

/**
 * A write that a power cut may undo without harm (how far an import is): it is not waited for on the disk, the next write that is
 * takes it along. A process that is killed loses nothing by it. Inside a transaction it is a part of that.
 */
export function writeSoon<T>(db: Db, body: () => T): T {
  if (db.inTransaction) return body();
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    return body();
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

/** A consistent snapshot for several reads: a screen must not mix the state before and after a commit. */
export function snapshot<T>(db: Db, body: () => T): T {
  return db.inTransaction ? body() : db.transaction(body).deferred();
}
