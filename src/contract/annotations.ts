import { z } from 'zod';
import { clientId, day, instant, range } from './primitives.ts';

/** Notes a person puts on a day of a client: drawn on charts as flags. Removing keeps them, so that it can be undone. */
export const ANNOTATION_KINDS = {
  note: { label: 'Note' },
  creative: { label: 'New creative' },
  budget: { label: 'Budget' },
  promotion: { label: 'Promotion' },
  tracking: { label: 'Tracking' },
  outage: { label: 'Outage' },
} as const;
export type AnnotationKind = keyof typeof ANNOTATION_KINDS;
const kind = z.enum(Object.keys(ANNOTATION_KINDS) as [AnnotationKind, ...AnnotationKind[]]);

const text = z
  .string()
  .transform((value) => value.normalize('NFC').trim())
  .pipe(z.string().min(1, 'Write what happened.').max(500, 'A note is 500 letters at most.'));

export const annotation = z.object({
  id: z.string(),
  clientId,
  day,
  text: z.string(),
  kind,
  createdAt: instant,
  updatedAt: instant,
});
export type Annotation = z.infer<typeof annotation>;

/** Null range = all days. */
export const annotationsInput = z.object({ clientId, range: range.nullable().default(null) });
export const addAnnotationInput = z.object({ clientId, day, text, kind: kind.default('note') });
export const editAnnotationInput = z.object({
  id: z.string(),
  change: z.object({ day, text, kind }).partial(),
});
/** `before` is what `edit` takes as the change to undo it. */
export const annotationChange = z.object({
  annotation,
  before: z.object({ day, text: z.string(), kind }),
});
