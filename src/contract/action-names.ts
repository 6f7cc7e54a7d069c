import { t, type Message } from '../words/text.ts';
import { actionMessages, numberedActionMessages } from './messages-actions.ts';

const NAMES: Readonly<Record<string, Message>> = actionMessages;
const CUSTOM = /^offsite_conversion\.custom\.(\d+)$/;

/**
 * What an action type counts, in plain words of the chosen language: 'omni_purchase' → 'Purchases'. Null for one nobody named here, and
 * for conversion actions (client-profile.ts, `conversionActionType`), which have names people gave them.
 */
export function actionName(actionType: string): string | null {
  const id = CUSTOM.exec(actionType)?.[1];
  if (id !== undefined) return t(numberedActionMessages.custom, { id });
  const name = Object.hasOwn(NAMES, actionType) ? NAMES[actionType] : undefined;
  return name === undefined ? null : t(name);
}
