import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DesktopApp, launchDesktop, type LaunchOptions, temporaryFolder } from '../electron-double/launch.ts';

/** Starts the application and waits until its window has a page and its tray (or the lack of one) is settled. */
export async function started(options: LaunchOptions = {}): Promise<DesktopApp> {
  const app = launchDesktop(options);
  await app.run((double) => double.until(() => double.page() && double.record.applicationMenu));
  await app.run((double) => double.until(() => double.record.trays.length > 0 || !double.config.tray));
  return app;
}

/** A tree like the checkout's whose engine is the given text: what it says to the desktop is then in the test's hands. */
export function treeWithEngine(engine: string): string {
  const root = join(import.meta.dirname, '..', '..');
  const tree = temporaryFolder();
  cpSync(join(root, 'out', 'main'), join(tree, 'out', 'main'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'drizzle', 'resources', 'out/preload', 'out/renderer'])
    symlinkSync(join(root, name), join(tree, name));
  writeFileSync(join(tree, 'out', 'main', 'engine.worker.js'), engine);
  return tree;
}

/** Says something else at each wake, and writes down what it is told. */
export const TALKING_ENGINE = `
  import { parentPort } from 'node:worker_threads';
  const say = (message) => parentPort.postMessage(message);
  let wakes = 0;
  const NOTHING = { percent: null, text: '', state: 'idle', pausedByPerson: false, next: 'Next run 02:00', attention: 0, items: [], language: null };
  const ITEMS = [{ text: 'Northwind: Imports keep failing', path: '/client/7' }, { text: 'A screen of tomorrow', path: '/moon' }];
  const NOTICE = { id: 'import:1', title: '2 clients failed', body: 'Open Imports.', path: '/client/7' };
  parentPort.on('message', (message) => {
    if (message.type === 'conditions') return say({ type: 'log', level: 'info', message: 'conditions ' + JSON.stringify(message.conditions) });
    if (message.type === 'command') return say({ type: 'log', level: 'info', message: 'command ' + message.command });
    if (message.type === 'stop') {
      say({ type: 'log', level: 'info', message: 'asked to stop' });
      return say({ type: 'stopped' });
    }
    if (message.type === 'hostAnswer') return say({ type: 'log', level: 'info', message: 'answer ' + message.id + ' ' + message.ok + ' ' + message.error });
    if (message.type !== 'event' || message.event !== 'wake') return;
    wakes += 1;
    if (wakes === 1) say({ type: 'activity', activity: { ...NOTHING, percent: 42, text: 'Importing 3 of 142', state: 'working' } });
    if (wakes === 2) {
      say({ type: 'activity', activity: { ...NOTHING, text: '140 of 142 clients up to date', attention: 3, items: ITEMS } });
      say({ type: 'hostCall', id: 1, call: { method: 'openExternal', url: 'https://example.com/sign-in' } });
      say({ type: 'hostCall', id: 2, call: { method: 'openExternal', url: 'file:///etc/passwd' } });
      say({ type: 'hostCall', id: 3, call: { method: 'notify', notice: NOTICE } });
    }
    if (wakes === 3) say({ type: 'hostCall', id: 4, call: { method: 'notify', notice: { ...NOTICE, title: '3 clients failed' } } });
    if (wakes === 4) say({ type: 'hostCall', id: 5, call: { method: 'withdraw', id: NOTICE.id } });
  });
  say({ type: 'ready' });
`;
