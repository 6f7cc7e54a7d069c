import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, sentenceOf, sheetsReady } from '../../bridge.ts';
import { useView } from '../../ui/index.ts';
import { Measure, Sheets, useLayout } from './sheets.tsx';

/** A report alone, as it is printed: the same model and the same sheets as the preview. Its title becomes the title of the PDF. */
export const PrintView = ({ clientId }: { clientId: string }) => {
  const view = useView();
  const query = useQuery(api.reports.build.queryOptions({ input: { ...view.input, clientId, sections: null } }));
  const model = query.data;
  const layout = useLayout(model, 1);
  const drawn = layout.sheets !== null;
  const failed = query.isError;
  useEffect(() => {
    if (model !== undefined) document.title = model.fileName;
    if (failed) sheetsReady(false);
    // Two frames would be certain, but a window nobody sees has none.
    else if (drawn) void document.fonts.ready.then(() => sheetsReady(true));
  }, [model, drawn, failed]);
  if (failed) return <p role="alert">{sentenceOf(query.error)}</p>;
  return (
    <main className="report-alone" data-ready={drawn || undefined}>
      <Measure layout={layout} />
      {model !== undefined && <Sheets model={model} layout={layout} />}
    </main>
  );
};
