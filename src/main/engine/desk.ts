import { randomUUID } from 'node:crypto';
import { createAnnotations, type Annotations } from '../features/annotations/annotations.ts';
import { createClients, type Clients } from '../features/clients/clients.ts';
import { createConversions, type Conversions } from '../features/clients/conversions.ts';
import { createReports, type Reports } from '../features/reports/reports.ts';
import { createSavedViews, type SavedViews } from '../features/saved-views/saved-views.ts';
import type { Log } from '../kernel/log.ts';
import type { Platforms } from '../platforms/registry.ts';
import type { Db } from '../store/db.ts';
import { dismissSuggestion, restoreSuggestion } from '../store/writes/suggestions.ts';

/** What people add to the figures: about clients, notes on days, saved views, suggestions waved away. */
export type Desk = {
  clients: Clients;
  conversions: Conversions;
  annotations: Annotations;
  views: SavedViews;
  reports: Reports;
  suggestions: { dismiss(id: string): void; restore(id: string): void };
};

type Action = (...args: never[]) => unknown;

/** `writable` wraps what changes something, so that it is refused where the workspace belongs to another process. */
export function createDesk(
  db: Db,
  deps: {
    platforms: Platforms;
    now: () => number;
    log: Log;
    changed: () => void;
    writable: <T extends Action>(action: T) => T;
  },
): Desk {
  const { now, changed, writable } = deps;
  const clients = createClients(db, { now, changed });
  const conversions = createConversions(db, { platforms: deps.platforms, now, changed });
  const annotations = createAnnotations(db, { now, changed, newId: randomUUID });
  const views = createSavedViews(db, { now, changed, newId: randomUUID });
  const reports = createReports(db, { now, log: deps.log, changed });
  return {
    clients: {
      ...clients,
      rename: writable(clients.rename),
      setCity: writable(clients.setCity),
      setOwners: writable(clients.setOwners),
      setTags: writable(clients.setTags),
      changeTags: writable(clients.changeTags),
      setGoal: writable(clients.setGoal),
      setPinned: writable(clients.setPinned),
    },
    conversions: { ...conversions, setMapping: writable(conversions.setMapping) },
    annotations: {
      ...annotations,
      add: writable(annotations.add),
      edit: writable(annotations.edit),
      remove: writable(annotations.remove),
      restore: writable(annotations.restore),
    },
    suggestions: {
      dismiss: writable((id: string) => {
        dismissSuggestion(db, { id, now: now() });
        changed();
      }),
      restore: writable((id: string) => {
        restoreSuggestion(db, id);
        changed();
      }),
    },
    reports: {
      ...reports,
      setCosts: writable(reports.setCosts),
      setSections: writable(reports.setSections),
      setTexts: writable(reports.setTexts),
      noteFile: writable(reports.noteFile),
    },
    views: {
      ...views,
      save: writable(views.save),
      remove: writable(views.remove),
      restore: writable(views.restore),
      reorder: writable(views.reorder),
    },
  };
}
