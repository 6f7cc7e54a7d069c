import type { Settings } from './workspace.ts';

/** What a new workspace starts with. Apart from the schema, so that the renderer can hold it without the schema's code. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  density: 'comfortable',
  changeColours: 'green_red',
  motion: 'system',
  locale: 'en',
  keepMessages: false,
  launchAtLogin: false,
  onBattery: 'daily',
  onMetered: 'pause',
  runMissed: true,
  notifications: { signIn: true, failures: true, finished: true, critical: true },
  quietHours: { from: 1200, to: 480 },
};
