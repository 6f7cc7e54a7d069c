import type { z } from 'zod';
import type * as contract from '../../../contract/annotations.ts';
import type { Annotation } from '../../../contract/annotations.ts';
import type { Range } from '../../../contract/primitives.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Db } from '../../store/db.ts';
import { annotationsOf, countAnnotations, findAnnotation } from '../../store/reads/annotations.ts';
import { unknownClients } from '../../store/reads/client-profile.ts';
import { addAnnotation, editAnnotation, setAnnotationRemoved } from '../../store/writes/annotations.ts';

/** Notes on days. Throws Refusal NOT_FOUND for clients and notes that are not there. */
export type Annotations = {
  list(clientId: string, range: Range | null): Annotation[];
  add(note: z.infer<typeof contract.addAnnotationInput>): Annotation;
  edit(
    id: string,
    change: z.infer<typeof contract.editAnnotationInput>['change'],
  ): z.infer<typeof contract.annotationChange>;
  remove(id: string): void;
  restore(id: string): Annotation;
};

const MOST = 2_000;

export function createAnnotations(
  db: Db,
  deps: { now: () => number; newId: () => string; changed: () => void },
): Annotations {
  function keyOf(clientId: string): number {
    const key = /^\d{1,15}$/.test(clientId) ? Number(clientId) : -1;
    if (unknownClients(db, [key]).length === 0) return key;
    throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
  }

  /** Removed notes are found too when they are to be put back. */
  function found(id: string, evenRemoved = false): Annotation {
    const note = findAnnotation(db, id);
    if (note === null || (note.removed && !evenRemoved))
      throw new Refusal('NOT_FOUND', 'That note is not there any more.', { what: 'note' });
    const { removed: _, ...rest } = note;
    return rest;
  }

  return {
    list: (clientId, range) => annotationsOf(db, { clientId: keyOf(clientId), range }),
    add(note) {
      const clientId = keyOf(note.clientId);
      if (countAnnotations(db, clientId) >= MOST)
        throw new Refusal('BAD_INPUT', `A client can have ${MOST} notes. Remove some you no longer need.`, {
          field: 'text',
        });
      const id = deps.newId();
      addAnnotation(db, { ...note, id, clientId, now: deps.now() });
      deps.changed();
      return found(id);
    },
    edit(id, change) {
      const { day, text, kind } = found(id);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      editAnnotation(db, { id, day, text, kind, ...given, now: deps.now() });
      deps.changed();
      return { annotation: found(id), before: { day, text, kind } };
    },
    remove(id) {
      found(id);
      setAnnotationRemoved(db, { id, at: deps.now() });
      deps.changed();
    },
    restore(id) {
      found(id, true);
      setAnnotationRemoved(db, { id, at: null });
      deps.changed();
      return found(id);
    },
  };
}
