import { Popover } from '@base-ui/react/popover';
import { History } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { addDays, isDay, localDay, startOfMonth } from './days.ts';
import { asKnownOnFrom, asKnownWords } from './as-known-model.ts';
import { TextField } from './field.tsx';
import { useFormats, useNow } from './formats-context.tsx';
import { m } from './messages-view.ts';
import { RichText } from './rich-text.tsx';
import { t } from './text.ts';
import { useView } from './view-state.ts';
import { cx } from './cx.ts';

/** Shows every figure as it stood at a past moment: a day, or a day and a time. It lives in the address like the period. */
export const AsKnownPicker = () => {
  const view = useView();
  const f = useFormats();
  const now = useNow();
  const today = localDay(now);
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState('');
  const [time, setTime] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { asKnownOn } = view;
  const show = (value: string | undefined): void => {
    view.set({ asKnownOn: value });
    setOpen(false);
  };
  const words = asKnownOn === null ? null : asKnownWords(asKnownOn, f);
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        const at = asKnownOn === null || isDay(asKnownOn) ? null : new Date(asKnownOn);
        setDay(at === null ? (asKnownOn ?? addDays(today, -7)) : localDay(at.getTime()));
        setTime(at === null ? '' : at.toTimeString().slice(0, 5));
        setProblem(null);
        setOpen(next);
      }}
    >
      <Popover.Trigger
        data-key="as-known"
        aria-label={words === null ? t(m.asKnownChoose) : t(m.asKnownOn, { moment: words })}
        title={t(m.asKnownHint)}
        className={cx(
          'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border px-2 whitespace-nowrap hover:bg-sunken',
          words === null
            ? 'border-control bg-surface text-text-2'
            : 'border-accent bg-selected font-semibold text-accent',
        )}
      >
        <History aria-hidden size={16} strokeWidth={1.75} />
        {t(words === null ? m.asKnownNow : m.asKnown)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50 outline-none">
          <Popover.Popup className="w-[340px] rounded-card border border-line bg-surface p-4 text-text shadow-popover outline-none">
            <Popover.Title className="text-section font-semibold">{t(m.asKnownTitle)}</Popover.Title>
            <p className="mt-1 text-text-2">{t(m.asKnownBody)}</p>
            <form
              noValidate
              className="mt-3 flex flex-col gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                const chosen = asKnownOnFrom(day, time, now);
                setProblem(chosen.problem);
                if (chosen.problem === null) show(chosen.value);
              }}
            >
              <div className="grid grid-cols-2 gap-3">
                <TextField
                  label={t(m.asKnownDay)}
                  type="date"
                  value={day}
                  max={today}
                  onChange={(event) => setDay(event.target.value)}
                />
                <TextField
                  label={t(m.asKnownTime)}
                  type="time"
                  value={time}
                  onChange={(event) => setTime(event.target.value)}
                />
              </div>
              <div aria-live="polite" className="text-bad">
                {problem}
              </div>
              <p className="text-caption text-text-3">{t(m.asKnownZones)}</p>
              <div className="mt-1 flex flex-wrap gap-2">
                <Button type="submit">{t(m.asKnownShow)}</Button>
                <Button variant="quiet" onClick={() => show(addDays(today, -7))}>
                  {t(m.asKnownWeek)}
                </Button>
                <Button variant="quiet" onClick={() => show(addDays(startOfMonth(today), -1))}>
                  {t(m.asKnownMonth)}
                </Button>
                {words !== null && (
                  <Button variant="quiet" onClick={() => show(undefined)}>
                    {t(m.asKnownBack)}
                  </Button>
                )}
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};

/** Says over every screen of figures that they are not those of now, and leads back. Nothing while they are. */
export const AsKnownBanner = () => {
  const view = useView();
  const f = useFormats();
  const { asKnownOn } = view;
  return (
    <div role="status">
      {asKnownOn !== null && (
        <div className="flex min-h-9 items-center gap-3 border-b border-info bg-info-bg px-6 py-1">
          <History aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-info" />
          <p className="min-w-0 flex-1">
            <RichText
              message={m.asKnownBanner}
              values={{
                moment: asKnownWords(asKnownOn, f),
                strong: (words) => <strong className="font-semibold">{words}</strong>,
              }}
            />
            {view.range.to > asKnownOn.slice(0, 10) && ` ${t(m.asKnownLater)}`}
          </p>
          <Button small onClick={() => view.set({ asKnownOn: undefined })}>
            {t(m.asKnownBack)}
          </Button>
        </div>
      )}
    </div>
  );
};
