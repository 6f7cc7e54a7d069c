import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { ReportModel, ReportSetup } from '../../../contract/reports.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { Button, Card, Dialog, notify, Notice, Segmented, useClientSafe, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { caveats, EVENT_WORDS, missingDays } from './words.ts';

const choices = (): { value: 'hidden' | 'shown'; label: string }[] => [
  { value: 'hidden', label: t(m.hidden) },
  { value: 'shown', label: t(m.shown) },
];
const RECENT = 8;

/** What comes out: warnings about the figures, whether files may hold costs, the other kinds of files, and what was made before. */
export const OutputPanel = ({
  model,
  setup,
  onCsv,
  onPng,
  disabledReason,
  busy,
  importDays,
}: {
  model: ReportModel | undefined;
  setup: ReportSetup;
  onCsv: () => void;
  onPng: () => void;
  disabledReason: string | null;
  busy: boolean;
  /** The button that imports the days that are missing; null where nobody may. */
  importDays: ReactNode;
}) => {
  const f = useFormats();
  const clientSafe = useClientSafe();
  const hasTrend = model?.sections.includes('trend') === true && model.blocks.length > 0;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {model && model.settlingDays > 0 && (
        <Notice title={t(m.settling, { days: model.settlingDays })}>{caveats(model, f).at(-1)}</Notice>
      )}
      {model && model.missing.length > 0 && (
        <Notice>
          <span className="flex flex-col items-start gap-2">
            {missingDays(model).map((sentence) => (
              <span key={sentence}>{sentence}</span>
            ))}
            {importDays}
          </span>
        </Notice>
      )}
      <Card title={t(m.output)}>
        <div className="flex flex-wrap gap-2">
          <Button data-key="csv" disabledReason={disabledReason} disabled={busy} onClick={onCsv}>
            {t(m.saveCsv)}
          </Button>
          <Button disabledReason={disabledReason ?? (hasTrend ? null : t(m.noTrend))} disabled={busy} onClick={onPng}>
            {t(m.savePng)}
          </Button>
        </div>
        <p className="mt-2 text-text-2">{t(m.paper)}</p>
        {!clientSafe && <Costs setup={setup} />}
      </Card>
      {!clientSafe && setup.history.length > 0 && (
        <Card title={t(m.madeBefore)}>
          <ol className="flex flex-col gap-1.5">
            {setup.history.slice(0, RECENT).map((event, index) => (
              <li key={`${event.at} ${index}`} className="min-w-0">
                <span className="block">
                  {event.fileName !== null && event.costsShown
                    ? t(m.withCosts, { event: t(EVENT_WORDS[event.kind]) })
                    : t(EVENT_WORDS[event.kind])}
                </span>
                <span className="block truncate text-caption text-text-2" title={event.fileName ?? undefined}>
                  {f.instant(event.at)}
                  {event.range && ` · ${f.range(event.range.from, event.range.to)}`}
                </span>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  );
};

/** Showing costs to a client is the one thing here that is asked about first; it is written down either way. */
const Costs = ({ setup }: { setup: ReportSetup }) => {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const decide = useMutation({
    mutationFn: (shown: boolean) => client.reports.setCosts({ clientId: setup.clientId, shown }),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.reports.key() }),
    onError: (error) => notify({ title: t(m.costsUnchanged), body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <div className="mt-3 flex flex-col gap-1">
      <span className="font-semibold">{t(m.costs)}</span>
      <Segmented
        label={t(m.costs)}
        value={setup.shown ? 'shown' : 'hidden'}
        options={choices()}
        onChange={(next) => {
          if (next === 'shown' && !setup.shown) setAsking(true);
          else if (next === 'hidden' && setup.shown) decide.mutate(false);
        }}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t(m.showCostsTitle)}
        description={t(m.showCostsDetail)}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t(m.cancel)}</Button>
            <Button
              variant="primary"
              onClick={() => {
                setAsking(false);
                decide.mutate(true);
              }}
            >
              {t(m.showCosts)}
            </Button>
          </>
        }
      />
    </div>
  );
};
