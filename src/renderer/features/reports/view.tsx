import { useMutation, useQuery } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { ReportSection } from '../../../contract/report-sections.ts';
import type { ReportSetup } from '../../../contract/reports.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { useScreenActions, type ScreenAction } from '../../ui/actions.ts';
import {
  Badge,
  Button,
  ErrorState,
  Loaded,
  ScreenHeader,
  Skeleton,
  StatusShape,
  useClientSafe,
  useFormats,
  useSlow,
  useTitle,
  useView,
} from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import { useDraft, useOutputs, useReport } from './hooks.ts';
import { m } from './messages.ts';
import { OutputPanel } from './output-panel.tsx';
import { SectionsPanel } from './sections-panel.tsx';
import { Measure, Sheets, useLayout } from './sheets.tsx';
import { periodTitle } from './words.ts';

/** The builder of one client's report: sections, the sheets as they will be printed, and what comes out. */
export const ClientReportsView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle(t(m.report));
  const { range } = useView();
  const clientSafe = useClientSafe();
  const query = useQuery(api.reports.setup.queryOptions({ input: { clientId, clientSafe } }));
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      title={t(m.report)}
      skeleton={<Skeleton className="min-h-0 flex-1" />}
    >
      {/* Another client or period has other words. */}
      {(setup) => <Builder key={`${clientId} ${range.from} ${range.to}`} setup={setup} slots={slots} />}
    </Loaded>
  );
};

const Builder = ({ setup, slots }: { setup: ReportSetup; slots: ImportSlots }) => {
  const f = useFormats();
  const view = useView();
  const clientSafe = useClientSafe();
  const { clientId } = setup;
  const [sections, setSections] = useState<readonly ReportSection[]>(setup.sections);
  const texts = useDraft(clientId, view.range);
  const { input, query, model } = useReport(clientId, sections, texts.draft);
  const shown = useLayout(model, 2);
  const outputs = useOutputs(model, input, texts.settle);
  const remember = useMutation({
    mutationFn: (chosen: ReportSection[]) => client.reports.setSections({ clientId, sections: chosen }),
  });
  const busy = outputs.pdf.isPending || outputs.csv.isPending || outputs.png.isPending;
  const slow = useSlow(model === undefined && query.error === null);
  const disabledReason =
    model === undefined
      ? t(m.notReady)
      : model.blocks.length === 0
        ? t(m.nothingImported)
        : model.sections.length === 0
          ? t(m.noSection)
          : null;
  const { mutate: makePdf } = outputs.pdf;
  const actions = useMemo(
    (): ScreenAction[] => [
      { id: 'report-pdf', label: t(m.exportPdf), keys: t(m.exportPdfKeys), disabledReason, run: () => makePdf() },
    ],
    [disabledReason, makePdf],
  );
  useScreenActions(actions);
  return (
    <>
      <ScreenHeader
        title={t(m.report)}
        detail={
          <span className="flex flex-wrap items-center gap-3">
            {periodTitle(view.range, f)}
            {model &&
              (model.clientSafe ? (
                <StatusShape kind="ok" text={t(m.clientSafe)} />
              ) : (
                <Badge tone="warn">{t(m.includesCosts)}</Badge>
              ))}
          </span>
        }
        actions={
          <Button
            variant="primary"
            icon={FileDown}
            data-key="export"
            title={t(m.exportPdfTip)}
            disabled={outputs.pdf.isPending}
            disabledReason={disabledReason}
            onClick={() => makePdf()}
          >
            {t(m.exportPdf)}
          </Button>
        }
      />
      {query.error && <ErrorState reason={sentenceOf(query.error)} onRetry={() => void query.refetch()} />}
      {/* In a small window what is set stands in one column, so that the sheet keeps the width of the other. */}
      <div className="grid min-h-0 flex-1 grid-cols-[232px_minmax(0,1fr)] gap-4 min-[1180px]:grid-cols-[240px_minmax(0,1fr)_232px]">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto pe-1 min-[1180px]:contents">
          <div className="shrink-0 min-[1180px]:min-h-0 min-[1180px]:overflow-y-auto min-[1180px]:pe-1">
            <SectionsPanel
              model={model}
              sections={sections}
              onSections={(chosen) => {
                setSections(chosen);
                remember.mutate(chosen);
              }}
              onWrite={texts.write}
            />
          </div>
          <div className="shrink-0 min-[1180px]:col-start-3 min-[1180px]:min-h-0 min-[1180px]:row-start-1 min-[1180px]:overflow-y-auto">
            <OutputPanel
              model={model}
              setup={setup}
              onCsv={() => outputs.csv.mutate()}
              onPng={() => outputs.png.mutate()}
              disabledReason={disabledReason}
              busy={busy}
              importDays={
                clientSafe || view.asKnownOn !== null ? null : (
                  <slots.ImportButton
                    clientIds={[clientId]}
                    range={view.range}
                    label={t(m.importTheseDays)}
                    variant="secondary"
                  />
                )
              }
            />
          </div>
        </div>
        <Preview>
          {(zoom) =>
            model === undefined ? (
              slow && <Skeleton className="h-[600px]" />
            ) : (
              <Sheets model={model} layout={shown} zoom={zoom} />
            )
          }
        </Preview>
      </div>
      <Measure layout={shown} />
      {/* A browser prints these; the desktop application has a window of its own for it. */}
      {model !== undefined &&
        createPortal(
          <div className="report-print">
            <Sheets model={model} layout={shown} />
          </div>,
          document.body,
        )}
    </>
  );
};

const SHEET_WIDTH = 794;
const EDGES = 32;

/** The sheets on a table, as wide as there is room. */
const Preview = ({ children }: { children: (zoom: number) => React.ReactNode }) => {
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(0.6);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = (): void => {
      const fits = (element.clientWidth - EDGES) / SHEET_WIDTH;
      setZoom(Math.min(1, Math.max(0.3, Math.floor(fits * 100) / 100)));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      role="region"
      aria-label={t(m.preview)}
      tabIndex={0}
      className="flex min-h-0 min-w-0 items-start justify-center-safe overflow-auto rounded-card border border-line bg-sunken p-4 min-[1180px]:col-start-2 min-[1180px]:row-start-1"
    >
      {children(zoom)}
    </div>
  );
};
