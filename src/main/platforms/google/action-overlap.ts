import { parseConversionAction } from '../../../contract/client-profile.ts';
import type { Overlap } from '../platform.ts';

/**
 * The column Conversions ('conversions') holds every conversion action's part of it; everything an action recorded holds that part
 * too. Two conversion actions share nothing.
 */
export function actionOverlap(first: string, second: string): Overlap {
  if (first === second) return 'shared';
  const [a, b] = [parseConversionAction(first), parseConversionAction(second)];
  if (a !== null && b !== null) return a.id !== b.id ? null : a.all ? 'wider' : 'narrower';
  if (a === null && b === null) return null;
  const [action, other, actionFirst] = a === null ? [b, first, false] : [a, second, true];
  if (other !== 'conversions' || action === null) return null;
  if (action.all) return 'shared';
  return actionFirst ? 'narrower' : 'wider';
}
