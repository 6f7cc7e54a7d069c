import { useMemo, useState } from 'react';
import type { ScheduleRule } from '../../../contract/schedules.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { FormDialog, Button, Checkbox, Segmented, Select, TextField } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { changeOf, draftOf, type Draft } from './model.ts';
import { FREQUENCIES, frequencyLabel } from './words.ts';

const KEEP = 'keep';

/** One form for one rule, the default or many: fields that differ between them are left as they are until touched. */
export const EditDialog = ({
  title,
  description,
  rules,
  onClose,
  onSave,
  onFollow = null,
}: {
  title: string;
  description: string;
  rules: readonly ScheduleRule[];
  onClose: () => void;
  onSave: (change: Partial<ScheduleRule>) => void;
  /** Offered where there is a rule of its own to give up. */
  onFollow?: (() => void) | null;
}) => {
  const before = useMemo(() => draftOf(rules), [rules]);
  const [draft, setDraft] = useState<Draft>(before);
  const [tried, setTried] = useState(false);
  const change = changeOf(draft, before);
  const nobody = draft.platforms?.length === 0;
  const set = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }));
  const frequencies = [
    ...(before.frequency === null ? [{ value: KEEP, label: t(m.differentLeave) }] : []),
    { value: 'daily', label: t(m.daily) },
    ...FREQUENCIES.map((hours) => ({ value: String(hours), label: frequencyLabel(hours) })),
    // A rule made on the command line may have another number of hours.
    ...(typeof before.frequency === 'number' && !(FREQUENCIES as readonly number[]).includes(before.frequency)
      ? [{ value: String(before.frequency), label: frequencyLabel(before.frequency) }]
      : []),
  ];
  const toggle = (platform: PlatformId, on: boolean): void => {
    const chosen = draft.platforms ?? [];
    set({ platforms: on ? [...chosen, platform] : chosen.filter((one) => one !== platform) });
  };
  return (
    <FormDialog
      title={title}
      description={description}
      onClose={onClose}
      submit={t(m.save)}
      before={
        onFollow && (
          <Button
            variant="quiet"
            className="me-auto"
            onClick={() => {
              onFollow();
              onClose();
            }}
          >
            {t(m.follow)}
          </Button>
        )
      }
      onSubmit={() => {
        setTried(true);
        if (change === null) return;
        if (Object.keys(change).length > 0) onSave(change);
        onClose();
      }}
    >
      <div className="flex items-center justify-between gap-4">
        <span className="font-semibold">{t(m.automatically)}</span>
        <Segmented<'on' | 'off' | 'keep'>
          label={t(m.automatically)}
          value={draft.enabled === null ? 'keep' : draft.enabled ? 'on' : 'off'}
          onChange={(value) => set({ enabled: value === 'keep' ? null : value === 'on' })}
          options={[
            ...(before.enabled === null ? [{ value: 'keep' as const, label: t(m.leave) }] : []),
            { value: 'on', label: t(m.on) },
            { value: 'off', label: t(m.off) },
          ]}
        />
      </div>
      <div className="flex items-center justify-between gap-4">
        <span className="font-semibold">{t(m.howOften)}</span>
        <Select
          label={t(m.howOften)}
          value={draft.frequency === null ? KEEP : String(draft.frequency)}
          onChange={(value) => set({ frequency: value === KEEP ? null : value === 'daily' ? 'daily' : Number(value) })}
          options={frequencies}
          className="w-[200px]"
        />
      </div>
      <TextField
        label={draft.frequency === 'daily' || draft.frequency === null ? t(m.time) : t(m.countedFrom)}
        type="time"
        value={draft.time}
        onChange={(event) => set({ time: event.target.value })}
        inputClassName="w-[140px]"
        hint={t(before.time === '' ? m.timeHintDifferent : m.timeHint)}
        error={tried && change === null && !nobody ? t(m.timeError) : null}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-semibold">{t(m.platforms)}</legend>
        {draft.platforms === null ? (
          <span className="flex items-center gap-3 text-text-2">
            {t(m.platformsDifferent)}
            <Button small onClick={() => set({ platforms: [...PLATFORM_IDS] })}>
              {t(m.choose)}
            </Button>
          </span>
        ) : (
          PLATFORM_IDS.map((platform) => (
            <Checkbox
              key={platform}
              label={PLATFORM_LABELS[platform].name}
              checked={draft.platforms?.includes(platform) ?? false}
              onChange={(on) => toggle(platform, on)}
            />
          ))
        )}
        <p aria-live="polite" className="text-bad">
          {nobody && tried && t(m.platformsNone)}
        </p>
      </fieldset>
    </FormDialog>
  );
};
