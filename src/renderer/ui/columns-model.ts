/** A column somebody can show, hide and move. */
export type PickableColumn = {
  id: string;
  name: string;
  /** Heading it stands under while it is hidden. */
  group?: string;
  /** Cannot be hidden or moved: without it a row cannot be told from others. */
  always?: boolean;
};

/** The list of the picker: shown columns in their order, then hidden ones in the given order. */
export const pickerList = (
  all: readonly PickableColumn[],
  shown: readonly string[],
): { column: PickableColumn; shown: boolean }[] => {
  const known = new Map(all.map((column) => [column.id, column]));
  const visible = shown.flatMap((id) => known.get(id) ?? []);
  return [
    ...visible.map((column) => ({ column, shown: true })),
    ...all.filter((column) => !visible.includes(column)).map((column) => ({ column, shown: false })),
  ];
};

export const withColumn = (shown: readonly string[], id: string, on: boolean): string[] =>
  on ? [...shown.filter((one) => one !== id), id] : shown.filter((one) => one !== id);

/** `id` moved to the place of `to`; columns that are always there stay where they are. */
export const movedTo = (all: readonly PickableColumn[], shown: readonly string[], id: string, to: string): string[] => {
  const fixed = new Set(all.filter((one) => one.always).map((one) => one.id));
  const target = shown.indexOf(to);
  if (target < 0 || !shown.includes(id) || fixed.has(id) || fixed.has(to) || id === to) return [...shown];
  const others = shown.filter((one) => one !== id);
  others.splice(target, 0, id);
  return others;
};

/** The column a step up (-1) or down (+1) would change places with; null at the end of the movable ones. */
export const neighbour = (
  all: readonly PickableColumn[],
  shown: readonly string[],
  id: string,
  step: -1 | 1,
): string | null => {
  const next = shown[shown.indexOf(id) + step];
  const found = all.find((one) => one.id === next);
  return found === undefined || found.always || !shown.includes(id) ? null : found.id;
};
