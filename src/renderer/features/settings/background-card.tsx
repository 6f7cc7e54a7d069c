import { Link } from '@tanstack/react-router';
import type { Settings } from '../../../contract/workspace.ts';
import { Card, Select, Switch } from '../../ui/index.ts';
import { ON_BATTERY, ON_METERED } from './model.ts';
import { Row, type Save } from './row.tsx';

/** What Tidemark does while nobody looks. The desktop application only knows about signing in to the computer. */
export const BackgroundCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const desktop = window.tidemark !== undefined;
  return (
    <Card
      title="In the background"
      actions={
        <Link to="/schedules" className="font-semibold text-accent hover:underline">
          Schedules
        </Link>
      }
    >
      <Row
        label="Start with the computer"
        detail={
          desktop
            ? 'Tidemark waits in the tray after you sign in, without a window, so that scheduled imports can run.'
            : 'The desktop application can do this; here it runs as long as you let it.'
        }
      >
        <Switch
          label="Start with the computer"
          words={['On', 'Off']}
          checked={settings.launchAtLogin}
          disabledReason={desktop ? null : 'Only in the desktop application'}
          onChange={(launchAtLogin) => save({ launchAtLogin })}
        />
      </Row>
      <Row
        label="Hide the tray icon"
        detail={
          desktop
            ? 'Without it, closing the window asks whether to minimise Tidemark or to quit it.'
            : 'Only the desktop application has one.'
        }
      >
        <Switch
          label="Hide the tray icon"
          words={['On', 'Off']}
          checked={settings.hideTray ?? false}
          disabledReason={desktop ? null : 'Only in the desktop application'}
          onChange={(hideTray) => save({ hideTray })}
        />
      </Row>
      <Row
        label="Make up for missed imports"
        detail="A scheduled time that passed while the computer slept or Tidemark was closed is made up for once, when it is back."
      >
        <Switch
          label="Make up for missed imports"
          words={['On', 'Off']}
          checked={settings.runMissed}
          onChange={(runMissed) => save({ runMissed })}
        />
      </Row>
      <Row
        label="On battery"
        detail="What scheduled imports do without the mains. Imports you start yourself always run."
      >
        <Select
          label="On battery"
          value={settings.onBattery}
          options={ON_BATTERY}
          onChange={(onBattery) => save({ onBattery })}
          className="w-[260px]"
        />
      </Row>
      <Row label="On a metered network" detail="Where the system says so: a phone's hotspot, a limited plan.">
        <Select
          label="On a metered network"
          value={settings.onMetered}
          options={ON_METERED}
          onChange={(onMetered) => save({ onMetered })}
          className="w-[260px]"
        />
      </Row>
    </Card>
  );
};
