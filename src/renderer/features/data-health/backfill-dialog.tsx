import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { BackfillInput, BackfillPreview } from '../../../contract/backfill.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { api, sentenceOf } from '../../bridge.ts';
import {
  FormDialog,
  Checkbox,
  Combobox,
  notify,
  PlatformBadge,
  Select,
  StatusShape,
  useFormats,
  type Choice,
} from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages-backfill.ts';
import { costText } from './words.ts';

const EVERYBODY = 'all';
const MONTHS = [1, 2, 3, 6, 12, 13, 24, 37] as const;
const DATASETS: { value: BackfillInput['datasets']; label: Message }[] = [
  { value: 'core', label: m.whatCore },
  { value: 'routine', label: m.whatRoutine },
  { value: 'all', label: m.whatAll },
];
const LISTED = 200;
const SETTLE_MS = 300;

/** Older days of some clients: what it would cost is worked out before anything is asked of a platform. */
export const BackfillDialog = ({ client, onClose }: { client: string; onClose: () => void }) => {
  const f = useFormats();
  const queries = useQueryClient();
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  const choices = useMemo(
    (): Choice[] => [{ id: EVERYBODY, name: t(m.allClients) }, ...(names.data ?? [])],
    [names.data],
  );
  const [whose, setWhose] = useState(client);
  const [months, setMonths] = useState(3);
  const [platforms, setPlatforms] = useState<readonly PlatformId[]>(PLATFORM_IDS);
  const [datasets, setDatasets] = useState<BackfillInput['datasets']>('routine');
  const [force, setForce] = useState(false);
  const input = useMemo(
    (): BackfillInput => ({
      clientIds: whose === EVERYBODY ? 'all' : [whose],
      months,
      platforms: platforms.length === PLATFORM_IDS.length ? null : [...platforms],
      datasets,
      force,
    }),
    [whose, months, platforms, datasets, force],
  );
  const asked = useSettled(input);
  const nobody = platforms.length === 0;
  const preview = useQuery(
    api.backfill.preview.queryOptions({
      input: asked,
      enabled: !nobody,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const start = useMutation(
    api.backfill.start.mutationOptions({
      onSuccess: ({ job }) => {
        void queries.invalidateQueries({ queryKey: api.backfill.list.key() });
        notify({ title: t(m.started), body: t(m.startedBody, { requests: job.requests }) });
        onClose();
      },
    }),
  );
  const working = preview.isFetching || asked !== input;
  const nothing = !working && preview.data?.requests === 0;
  return (
    <FormDialog
      wide
      title={t(m.title)}
      description={t(m.description)}
      onClose={onClose}
      submit={t(start.isPending ? m.starting : m.start)}
      disabled={start.isPending}
      disabledReason={nobody ? t(m.choosePlatform) : nothing ? t(m.nothingMissing) : null}
      onSubmit={() => {
        if (!nobody && !nothing) start.mutate(input);
      }}
    >
      <div className="grid grid-cols-[repeat(auto-fit,minmax(260px,1fr))] gap-x-6 gap-y-3">
        <Field label={t(m.clients)}>
          <Combobox
            label={t(m.clients)}
            choices={choices}
            value={choices.find((one) => one.id === whose) ?? null}
            onChoose={({ id }) => setWhose(id)}
            className="w-full"
          />
        </Field>
        <Field label={t(m.howFar)}>
          <Select
            label={t(m.howFar)}
            value={String(months)}
            onChange={(value) => setMonths(Number(value))}
            options={MONTHS.map((count) => ({
              value: String(count),
              label: t(m.howFarMonths, { months: count }),
            }))}
            className="w-full"
          />
        </Field>
        <Field label={t(m.what)}>
          <Select
            label={t(m.what)}
            value={datasets}
            onChange={setDatasets}
            options={DATASETS.map(({ value, label }) => ({ value, label: t(label) }))}
            className="w-full"
          />
        </Field>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-semibold">{t(m.platforms)}</legend>
          <span className="flex min-h-8 flex-wrap items-center gap-x-4">
            {PLATFORM_IDS.map((platform) => (
              <Checkbox
                key={platform}
                label={PLATFORM_LABELS[platform].name}
                checked={platforms.includes(platform)}
                onChange={(on) =>
                  setPlatforms(PLATFORM_IDS.filter((one) => (one === platform ? on : platforms.includes(one))))
                }
              />
            ))}
          </span>
        </fieldset>
      </div>
      <Checkbox label={t(m.force)} checked={force} onChange={setForce} />
      <section aria-label={t(m.dryRun)} className="rounded-card border border-line">
        <p role="status" className="bg-sunken px-3 py-2 font-semibold">
          {nobody
            ? t(m.chooseOnePlatform)
            : preview.isError
              ? sentenceOf(preview.error)
              : preview.data
                ? t(working ? m.workingCost : m.cost, { cost: costText(preview.data, f) })
                : t(m.working)}
        </p>
        {preview.data && !nobody && !preview.isError && <Cost preview={preview.data} />}
      </section>
      {start.isError && (
        <p role="alert" className="text-bad">
          {sentenceOf(start.error)}
        </p>
      )}
    </FormDialog>
  );
};

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col gap-1">
    <span aria-hidden className="font-semibold">
      {label}
    </span>
    {children}
  </div>
);

/** The value once nobody has touched it for a moment: every choice is a question to the planner. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled;
}

const base = 'px-3 py-1.5 align-top';
const cell = `${base} text-start`;
const number = `${base} text-end`;
const HEADS = [
  [m.client, cell],
  [m.via, cell],
  [m.days, number],
  [m.requests, number],
  [m.readBy, cell],
  [m.why, cell],
] as const;

/** The first reason, the others on demand: a table of thirty accounts stays a table. */
const Why = ({ sentences }: { sentences: readonly string[] }) => {
  const [first, ...others] = sentences;
  if (others.length === 0) return first;
  return (
    <details>
      <summary>{first}</summary>
      {others.join(' ')}
    </details>
  );
};

const Cost = ({ preview }: { preview: BackfillPreview }) => {
  const f = useFormats();
  const accounts = preview.accounts.toSorted((a, b) => b.requests - a.requests);
  return (
    <>
      {preview.clamps.map((clamp) => (
        <p key={clamp} className="border-t border-line px-3 py-2">
          <StatusShape kind="warning" text={clamp} className="[&>span]:whitespace-normal" />
        </p>
      ))}
      {accounts.length > 0 && (
        // Scrolls by itself, so it can be reached by keyboard.
        <div
          role="region"
          aria-label={t(m.accounts)}
          tabIndex={0}
          className="max-h-[260px] overflow-auto border-t border-line"
        >
          <table className="w-full border-collapse">
            <thead className="sticky top-0 bg-surface">
              <tr className="text-text-2">
                {HEADS.map(([head, look]) => (
                  <th key={head.id} scope="col" className={`${look} font-semibold whitespace-nowrap`}>
                    {t(head)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {accounts.slice(0, LISTED).map((one) => (
                <tr key={`${one.platform} ${one.adAccountId}`} className="border-t border-line">
                  <td
                    className={`${cell} max-w-[200px] truncate font-semibold`}
                    title={`${one.client}, ${one.adAccountId}`}
                  >
                    <bdi>{one.client}</bdi>
                  </td>
                  <td className={cell}>
                    <PlatformBadge platform={one.platform} />
                  </td>
                  <td className={number}>{f.count(one.days)}</td>
                  <td className={number}>{f.count(one.requests)}</td>
                  <td className={`${cell} whitespace-nowrap`}>
                    {one.expiresFirst === null ? '—' : f.day(one.expiresFirst, 'long')}
                  </td>
                  <td className={`${cell} text-text-2`}>
                    <Why sentences={one.sentences} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {accounts.length > LISTED && (
        <p className="border-t border-line px-3 py-2 text-caption text-text-3">
          {t(m.more, { count: accounts.length - LISTED })}
        </p>
      )}
    </>
  );
};
