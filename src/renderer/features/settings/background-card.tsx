import { Link } from '@tanstack/react-router';
import type { Settings } from '../../../contract/workspace.ts';
import { Card, Select, Switch } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { batteryOptions, meteredOptions } from './model.ts';
import { Row, type Save } from './row.tsx';

/** What Tidemark does while nobody looks. The desktop application only knows about signing in to the computer. */
export const BackgroundCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const desktop = window.tidemark !== undefined;
  return (
    <Card
      title={t(m.background)}
      actions={
        <Link to="/schedules" className="font-semibold text-accent hover:underline">
          {t(m.schedulesLink)}
        </Link>
      }
    >
      <Row label={t(m.launchAtLogin)} detail={t(desktop ? m.launchAtLoginDetail : m.launchAtLoginElsewhere)}>
        <Switch
          label={t(m.launchAtLogin)}
          words={[t(m.on), t(m.off)]}
          checked={settings.launchAtLogin}
          disabledReason={desktop ? null : t(m.desktopOnly)}
          onChange={(launchAtLogin) => save({ launchAtLogin })}
        />
      </Row>
      <Row label={t(m.hideTray)} detail={t(desktop ? m.hideTrayDetail : m.hideTrayElsewhere)}>
        <Switch
          label={t(m.hideTray)}
          words={[t(m.on), t(m.off)]}
          checked={settings.hideTray ?? false}
          disabledReason={desktop ? null : t(m.desktopOnly)}
          onChange={(hideTray) => save({ hideTray })}
        />
      </Row>
      <Row label={t(m.runMissed)} detail={t(m.runMissedDetail)}>
        <Switch
          label={t(m.runMissed)}
          words={[t(m.on), t(m.off)]}
          checked={settings.runMissed}
          onChange={(runMissed) => save({ runMissed })}
        />
      </Row>
      <Row label={t(m.onBattery)} detail={t(m.onBatteryDetail)}>
        <Select
          label={t(m.onBattery)}
          value={settings.onBattery}
          options={batteryOptions()}
          onChange={(onBattery) => save({ onBattery })}
          className="w-[260px]"
        />
      </Row>
      <Row label={t(m.onMetered)} detail={t(m.onMeteredDetail)}>
        <Select
          label={t(m.onMetered)}
          value={settings.onMetered}
          options={meteredOptions()}
          onChange={(onMetered) => save({ onMetered })}
          className="w-[260px]"
        />
      </Row>
    </Card>
  );
};
