import { useState } from 'react';
import type { Settings } from '../../../contract/workspace.ts';
import { Card, Checkbox, Switch } from '../../ui/index.ts';
import { minuteOfTime, NOTIFICATIONS, timeOfMinute } from './model.ts';
import { Row, type Save } from './row.tsx';

const EVENING = { from: 1200, to: 480 };

/** What is told while no window has the focus: never an amount, a result or a name of a lead. */
export const NotificationsCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const { notifications, quietHours } = settings;
  return (
    <Card title="Notifications">
      <p className="pb-2 text-text-2">
        Only while you look elsewhere, one per import, never with an amount or a result. Everything is in Alerts and in
        the import history as well.
      </p>
      {NOTIFICATIONS.map(({ name, label, detail }) => (
        <Row key={name} label={label} detail={detail}>
          <Switch
            label={label}
            words={['On', 'Off']}
            checked={notifications[name]}
            onChange={(on) => save({ notifications: { ...notifications, [name]: on } })}
          />
        </Row>
      ))}
      <Row
        label="Quiet hours"
        detail="Nothing is shown between these times where this computer is; what is still true afterwards is told then."
      >
        <span className="flex flex-wrap items-center gap-3">
          <Checkbox
            label="Quiet"
            checked={quietHours !== null}
            onChange={(on) => save({ quietHours: on ? EVENING : null })}
          />
          {quietHours && (
            <>
              <Time
                label="Quiet from"
                minute={quietHours.from}
                onChange={(from) => save({ quietHours: { ...quietHours, from } })}
              />
              <span aria-hidden>to</span>
              <Time
                label="Quiet to"
                minute={quietHours.to}
                onChange={(to) => save({ quietHours: { ...quietHours, to } })}
              />
            </>
          )}
        </span>
      </Row>
    </Card>
  );
};

/** Saved as soon as it is a time; half of one is kept in the field only. */
const Time = ({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) => {
  const [text, setText] = useState(() => timeOfMinute(minute));
  return (
    <input
      type="time"
      aria-label={label}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const next = minuteOfTime(event.target.value);
        if (next !== null && next !== minute) onChange(next);
      }}
      onBlur={() => setText(timeOfMinute(minute))}
      className="h-8 rounded-control border border-control bg-surface px-2.5 text-text"
    />
  );
};
