import { DEFAULT_SETTINGS } from '../../contract/settings-defaults.ts';
import { settings as schema, type Settings } from '../../contract/workspace.ts';
import type { Db } from '../store/db.ts';
import { readSettings, writeSettings } from '../store/writes/settings.ts';

/** A person's settings of this workspace. A value a newer version wrote and this one does not know falls back to the default. */
export function createSettings(
  db: Db,
  changed: () => void,
): { get(): Settings; set(change: Partial<Settings>): Settings } {
  // Asked for often (quotas before every request); only this process changes them.
  let known: Settings | null = null;
  const get = (): Settings => (known ??= read());
  const read = (): Settings => {
    const stored = readSettings(db);
    const readable = Object.entries(schema.shape).flatMap(([name, type]) => {
      const parsed = type.safeParse(stored[name]);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    return { ...DEFAULT_SETTINGS, ...Object.fromEntries(readable) };
  };
  return {
    get,
    set(change) {
      writeSettings(db, change);
      known = null;
      // What was used last changes nothing that is on screen: nobody has to read it again.
      if (Object.keys(change).some((name) => name !== 'recents')) changed();
      return get();
    },
  };
}
