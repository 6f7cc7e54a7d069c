import { settings as schema, type Settings } from '../../contract/workspace.ts';
import type { Db } from '../store/db.ts';
import { readSettings, writeSettings } from '../store/writes/settings.ts';

const DEFAULTS: Settings = {
  theme: 'system',
  density: 'comfortable',
  changeColours: 'green_red',
  motion: 'system',
  locale: 'en',
  keepMessages: false,
};

/** A person's settings of this workspace. A value a newer version wrote and this one does not know falls back to the default. */
export function createSettings(
  db: Db,
  changed: () => void,
): { get(): Settings; set(change: Partial<Settings>): Settings } {
  const get = (): Settings => {
    const stored = readSettings(db);
    const known = Object.entries(schema.shape).flatMap(([name, type]) => {
      const parsed = type.safeParse(stored[name]);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    return { ...DEFAULTS, ...Object.fromEntries(known) };
  };
  return {
    get,
    set(change) {
      writeSettings(db, change);
      changed();
      return get();
    },
  };
}
