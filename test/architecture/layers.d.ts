export type Layer = { name: string; files: RegExp; may: (RegExp | string)[]; packages: RegExp[] | null };
export const LAYERS: Layer[];
export const OWNERS: { packages: RegExp; files: RegExp; who: string }[];
/** Why the file at `path` (below src/) may not import `specifier`, or null. */
export function importFault(path: string, specifier: string): string | null;
