import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReportSection } from '../../../contract/report-sections.ts';
import type { FILE_KINDS, ReportModel, ReportTexts } from '../../../contract/reports.ts';
import { api, client, saveFile, saveImage, savePdf, sentenceOf } from '../../bridge.ts';
import { pictureOf, rasterised } from '../../ui/chart-image.ts';
import { notify, useFormats, useView } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { footer, periodTitle, trendMetrics } from './words.ts';
import { labelOf } from '../../../contract/metrics.ts';

type FileKind = (typeof FILE_KINDS)[number];
const SAVE_AFTER_MS = 600;

/** The report of the view that is open, with what is being typed already in it. */
export const useReport = (clientId: string, sections: readonly ReportSection[], draft: ReportTexts | null) => {
  const view = useView();
  const input = { ...view.input, clientId, sections: [...sections] };
  const query = useQuery({
    ...api.reports.build.queryOptions({ input }),
    placeholderData: (previous: ReportModel | undefined) =>
      previous?.client.id === clientId && previous.clientSafe === view.input.clientSafe
        ? keepPreviousData(previous)
        : undefined,
  });
  const model = useMemo((): ReportModel | undefined => {
    const built = query.data;
    if (built === undefined || draft === null) return built;
    const has = (section: ReportSection): boolean => built.sections.includes(section);
    return {
      ...built,
      lines: has('summary') && draft.lines !== null ? draft.lines : built.lines,
      next: has('next') ? draft.next : '',
    };
  }, [query.data, draft]);
  return { input, query, model };
};

/** What a person writes: kept on screen at once and in the workspace a moment later; `settle` waits until it is there. */
export const useDraft = (clientId: string, range: { from: string; to: string }) => {
  const [draft, setDraft] = useState<ReportTexts | null>(null);
  const queries = useQueryClient();
  const pending = useRef<{ texts: ReportTexts; timer: ReturnType<typeof setTimeout> } | null>(null);
  const save = useCallback(
    async (texts: ReportTexts): Promise<void> => {
      await client.reports.setTexts({ clientId, range, ...texts });
      await queries.invalidateQueries({ queryKey: api.reports.build.key() });
    },
    [clientId, range, queries],
  );
  const settle = useCallback(async (): Promise<void> => {
    const waiting = pending.current;
    if (waiting === null) return;
    clearTimeout(waiting.timer);
    pending.current = null;
    await save(waiting.texts);
  }, [save]);
  const write = useCallback(
    (texts: ReportTexts): void => {
      setDraft(texts);
      if (pending.current !== null) clearTimeout(pending.current.timer);
      const timer = setTimeout(
        () =>
          void settle().catch((error: unknown) =>
            notify({ title: t(m.textNotSaved), body: sentenceOf(error), tone: 'failed' }),
          ),
        SAVE_AFTER_MS,
      );
      pending.current = { texts, timer };
    },
    [settle],
  );
  // Leaving the screen must not lose the last words.
  useEffect(() => () => void settle().catch(() => undefined), [settle]);
  return { draft, write, settle };
};

/** Makes files of the report. Each is noted in the client's history once it is there. */
export const useOutputs = (
  model: ReportModel | undefined,
  input: Parameters<typeof client.reports.csv>[0],
  settle: () => Promise<void>,
) => {
  const f = useFormats();
  const router = useRouter();
  const note = async (kind: FileKind, fileName: string): Promise<void> => {
    if (model === undefined) return;
    const { range, clientSafe } = model;
    await client.reports.noteFile({ clientId: model.client.id, kind, fileName, range, costsShown: !clientSafe });
  };
  const failed = (title: Message<string>) => (error: unknown) =>
    notify({ title: t(title), body: sentenceOf(error), tone: 'failed' });

  const pdf = useMutation({
    mutationFn: async () => {
      if (model === undefined) return;
      await settle();
      // The print route takes the sections of the last report: they must be these.
      await client.reports.setSections({ clientId: model.client.id, sections: [...model.sections] });
      const name = `${model.fileName}.pdf`;
      const search = router.state.location.searchStr;
      const how = await savePdf(name, `/print/${encodeURIComponent(model.client.id)}${search}`);
      if (how === 'cancelled') return;
      await note(how === 'saved' ? 'pdf' : 'print', name);
      notify(
        how === 'saved' ? { title: t(m.reportSaved), body: name } : { title: t(m.printOpened), body: t(m.printHow) },
      );
    },
    onError: failed(m.pdfFailed),
  });
  const csv = useMutation({
    mutationFn: async () => {
      const file = await client.reports.csv(input);
      if (!(await saveFile(file.fileName, file.csv))) return;
      await note('csv', file.fileName);
      notify({ title: t(m.csvSaved), body: file.fileName });
    },
    onError: failed(m.csvFailed),
  });
  const png = useMutation({
    mutationFn: async () => {
      const chart = document.querySelector<SVGSVGElement>('.report-measure svg[data-trend]');
      const within = chart?.closest('.report-measure') ?? null;
      if (model === undefined || chart === null || within === null) return;
      const { line, bar } = trendMetrics(model.clientSafe);
      const words = {
        title: t(m.pictureTitle, { client: model.client.name, picture: chart.dataset['title'] ?? t(m.trend) }),
        subtitle: [periodTitle(model.range, f), ...(model.clientSafe ? [] : [t(m.includesCosts)])].join(' · '),
        footer: footer(model, f),
        legend: [
          { name: labelOf(line), colour: 'var(--series-1)', look: 'line' as const },
          { name: labelOf(bar), colour: 'var(--series-2)', look: 'bar' as const },
        ],
      };
      const image = await rasterised(pictureOf(chart, words, within));
      const name = model.fileName.replace('-report-', '-trend-').concat('.png');
      if (!(await saveImage(name, image))) return;
      await note('png', name);
      notify({ title: t(m.pictureSaved), body: name });
    },
    onError: failed(m.pictureFailed),
  });
  return { pdf, csv, png };
};
