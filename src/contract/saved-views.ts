import { z } from 'zod';
import { t } from '../words/text.ts';
import { inputMessages as input } from './messages.ts';

/** A screen as a person wants to find it again: columns, filters, sort, level, density. Removing keeps it, so that it can be undone. */
export const SCREENS = [
  'clients',
  'campaigns',
  'breakdowns',
  'hourly',
  'compare',
  'imports',
  'health',
  'alerts',
] as const;
const screen = z.enum(SCREENS);
export type SavedViewScreen = (typeof SCREENS)[number];

const name = z
  .string()
  .transform((value) => value.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, { error: () => t(input.viewNameEmpty) })
      .max(60, { error: () => t(input.viewNameLong) }),
  );

export const MOST_STATE_LETTERS = 20_000;
/** What the screen itself put there; nobody else reads it. */
const state = z
  .record(z.string(), z.json())
  .refine((value) => JSON.stringify(value).length <= MOST_STATE_LETTERS, { error: () => t(input.viewLarge) });

export const savedView = z.object({
  id: z.string(),
  screen,
  name: z.string(),
  state: z.record(z.string(), z.json()),
  /** Shown as a tab. */
  pinned: z.boolean(),
});
export type SavedView = z.infer<typeof savedView>;

export const viewsInput = z.object({ screen: screen.nullable() });
/** With an id the view is replaced (fields left out stay), without one a new view is made at the end. */
export const saveViewInput = z.union([
  z.object({ id: z.string(), name: name.optional(), state: state.optional(), pinned: z.boolean().optional() }),
  z.object({ id: z.undefined().optional(), screen, name, state, pinned: z.boolean().default(true) }),
]);
export type SaveViewInput = z.infer<typeof saveViewInput>;
/** `before` null = the view is new. */
export const viewChange = z.object({ view: savedView, before: savedView.nullable() });
export const reorderViewsInput = z.object({ screen, ids: z.array(z.string()).max(200) });
export const viewOrder = z.object({ before: z.array(z.string()) });
