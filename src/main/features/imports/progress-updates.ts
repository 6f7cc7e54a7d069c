import type { ImportProgress, ImportProgressUpdate } from '../../../contract/imports.ts';

/** Turns a stream of whole snapshots into one of what is new in each; the first has everything. */
export async function* progressUpdates(
  snapshots: AsyncIterable<ImportProgress>,
): AsyncGenerator<ImportProgressUpdate, void, void> {
  let told = new Map<string, string>();
  let toldOrder = '';
  for await (const { imports, ...rest } of snapshots) {
    const now = new Map<string, string>();
    const news: ImportProgress['imports'] = [];
    for (const one of imports) {
      const import_ = { ...one, position: null };
      const text = JSON.stringify(import_);
      now.set(one.id, text);
      if (told.get(one.id) !== text) news.push(import_);
    }
    const order = [...now.keys()];
    const orderText = order.join('\n');
    yield { ...rest, imports: news, ...(orderText === toldOrder && told.size > 0 ? {} : { order }) };
    told = now;
    toldOrder = orderText;
  }
}
