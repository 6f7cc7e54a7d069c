import { z } from 'zod';
import { t } from '../words/text.ts';
import { inputMessages as input, noteKindMessages as m } from './messages.ts';
import { clientId, day, instant, range } from './primitives.ts';

/** Notes a person puts on a day of a client: drawn on charts as flags. Removing keeps them, so that it can be undone. */
export const ANNOTATION_KINDS = {
  note: { label: m.note },
  creative: { label: m.creative },
  budget: { label: m.budget },
  promotion: { label: m.promotion },
  tracking: { label: m.tracking },
  outage: { label: m.outage },
} as const;
export type AnnotationKind = keyof typeof ANNOTATION_KINDS;
const kind = z.enum(Object.keys(ANNOTATION_KINDS) as [AnnotationKind, ...AnnotationKind[]]);

const text = z
  .string()
  .transform((value) => value.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, { error: () => t(input.noteEmpty) })
      .max(500, { error: () => t(input.noteLong) }),
  );

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
