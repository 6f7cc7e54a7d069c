import type { ClientImport, ImportProgress, ImportProgressUpdate } from './imports.ts';

/**
 * The whole progress after an update. What did not change stays the very same object, so that nobody draws it again. An update that
 * names an import nobody told of before leaves it out.
 */
export function mergeProgress(before: ImportProgress | null, update: ImportProgressUpdate): ImportProgress {
  const known = new Map((before?.imports ?? []).map((one) => [one.id, one]));
  for (const one of update.imports) known.set(one.id, one);
  const order = update.order ?? before?.imports.map((one) => one.id) ?? [];
  let place = 0;
  const inLine = (one: ClientImport): ClientImport => {
    const position = one.status === 'queued' ? (place += 1) : null;
    return one.position === position ? one : { ...one, position };
  };
  return {
    revision: update.revision,
    counts: update.counts,
    imports: order.flatMap((id) => {
      const one = known.get(id);
      return one === undefined ? [] : [inLine(one)];
    }),
  };
}

/** The stream of updates as one of whole snapshots; ends with it. */
export async function* wholeProgress(
  updates: AsyncIterable<ImportProgressUpdate>,
): AsyncGenerator<ImportProgress, void, void> {
  let whole: ImportProgress | null = null;
  for await (const update of updates) {
    whole = mergeProgress(whole, update);
    yield whole;
  }
}
