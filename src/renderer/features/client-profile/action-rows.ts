import { actionName } from '../../../contract/action-names.ts';
import type { ActionType } from './model.ts';

/**
 * One counted conversion as the list shows it. `raw` = the platform's code behind a plain name, null where the name is all there is;
 * `inside` = names of the widest ones its conversions are part of, [] = it stands by itself.
 */
export type ActionRow<Type> = { type: Type; name: string; raw: string | null; inside: string[] };
type Shown = Pick<ActionType, 'platform' | 'actionType' | 'label'> & { insideOf?: readonly string[] };

/** What a person reads for it: the plain name of an action type, or the name people gave. */
export const nameOf = (type: Pick<Shown, 'actionType' | 'label'>): string => actionName(type.actionType) ?? type.label;

/** The rows in their order, except that what is inside a wider one stands right below it. */
export function actionRows<Type extends Shown>(types: readonly Type[]): ActionRow<Type>[] {
  const outermost = (type: Type): Type[] =>
    types.filter(
      (other) =>
        other.platform === type.platform &&
        (type.insideOf ?? []).includes(other.actionType) &&
        (other.insideOf ?? []).length === 0,
    );
  const row = (type: Type): ActionRow<Type> => {
    const name = nameOf(type);
    return { type, name, raw: name === type.label ? null : type.actionType, inside: outermost(type).map(nameOf) };
  };
  const below = Map.groupBy(types, (type) => outermost(type)[0] ?? type);
  return types.flatMap((type) =>
    outermost(type).length > 0 ? [] : [row(type), ...(below.get(type) ?? []).filter((one) => one !== type).map(row)],
  );
}
