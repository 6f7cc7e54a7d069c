import { useMemo, useState } from 'react';
import type { ScheduleRule } from '../../../contract/schedules.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { FormDialog, Button, Checkbox, Segmented, Select, TextField } from '../../ui/index.ts';
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
    ...(before.frequency === null ? [{ value: KEEP, label: 'Different now: leave' }] : []),
    { value: 'daily', label: 'Daily' },
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
      submit="Save"

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
            Follow the default
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
        <span className="font-semibold">Import automatically</span>
        <Segmented<'on' | 'off' | 'keep'>
          label="Import automatically"
          value={draft.enabled === null ? 'keep' : draft.enabled ? 'on' : 'off'}
          onChange={(value) => set({ enabled: value === 'keep' ? null : value === 'on' })}
          options={[
            ...(before.enabled === null ? [{ value: 'keep' as const, label: 'Leave' }] : []),
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
        />
      </div>
      <div className="flex items-center justify-between gap-4">
        <span className="font-semibold">How often</span>
        <Select
          label="How often"
          value={draft.frequency === null ? KEEP : String(draft.frequency)}
          onChange={(value) => set({ frequency: value === KEEP ? null : value === 'daily' ? 'daily' : Number(value) })}
          options={frequencies}
          className="w-[200px]"
        />
      </div>
      <TextField
        label={draft.frequency === 'daily' || draft.frequency === null ? 'Time' : 'Counted from'}
        type="time"
        value={draft.time}
        onChange={(event) => set({ time: event.target.value })}
        inputClassName="w-[140px]"
        hint={
          before.time === ''
            ? "Different now: leave empty to keep them. Times are those of each ad account's own zone."
            : "In each ad account's own time zone. Platforms have a day's figures about complete at 3:00 in the morning."
        }
        error={tried && change === null && !nobody ? 'Enter a time like 03:00.' : null}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-semibold">Platforms</legend>
        {draft.platforms === null ? (
          <span className="flex items-center gap-3 text-text-2">
            Different now: left as they are.
            <Button small onClick={() => set({ platforms: [...PLATFORM_IDS] })}>
              Choose
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
          {nobody && tried && 'Choose at least one platform, or switch the schedule off.'}
        </p>
      </fieldset>
    </FormDialog>
  );
};
