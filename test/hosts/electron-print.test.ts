import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, type Double } from '../electron-double/launch.ts';
import { started } from './electron-kit.ts';

afterEach(cleanUp);

describe('printing a report', () => {
  it('draws it in a window nobody sees, with the guards of the real one, and saves it where the person says', async () => {
    const app = await started();
    const target = join(app.folder, 'reports');
    mkdirSync(target);
    const seen = await app.run(async (double, target) => {
      const main = double.page().exposed.tidemark;
      double.record.answers.push({ kind: 'save', answer: `${target}/mine.pdf` });
      const answer = main.savePdf('epoca-report-2026-10-01_2026-10-31.pdf', '/print/7?range=last-month');
      const hidden = await double.until(() => {
        const one = double.BrowserWindow.getAllWindows()[1];
        return one?.webContents.page && one;
      });
      const { options, state } = hidden;
      const page = hidden.webContents.page;
      // It has a port to the engine of its own, and the real page keeps its.
      const { client } = await page.client();
      const settings = await client.settings.get({});
      // Nothing but that: it saves no files, and its theme is not the application's.
      const theme = double.nativeTheme.themeSource;
      page.setTheme('dark');
      const stolen = await page.exposed.tidemark.saveFile('a.csv', 'x');
      // The real page cannot say that it is drawn.
      main.sheetsReady(true);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const early = double.record.calls.some((call: Double) => call.name === 'webContents.printToPDF');
      page.exposed.tidemark.sheetsReady(true);
      const result = await answer;
      return {
        result,
        early,
        stolen,
        themeKept: double.nativeTheme.themeSource === theme,
        settings: typeof settings.locale,
        visible: state.visible,
        prefs: options.webPreferences,
        left: double.BrowserWindow.getAllWindows().length,
        printed: double.record.calls.filter((call: Double) => call.name === 'webContents.printToPDF'),
        dialogs: double.record.dialogs,
      };
    }, target);
    expect(seen.result).toEqual({ saved: true });
    expect(readFileSync(join(target, 'mine.pdf'), 'utf8')).toBe(
      '%PDF-1.7 of app://tidemark/#/print/7?range=last-month',
    );
    expect(seen).toMatchObject({
      early: false,
      stolen: { saved: false },
      themeKept: true,
      settings: 'string',
      left: 1,
    });
    expect([seen.visible, seen.printed.length, seen.dialogs.length]).toEqual([false, 1, 1]);
    expect(seen.prefs).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: false,
    });
    expect(seen.printed[0].args[1]).toMatchObject({ generateTaggedPDF: true, generateDocumentOutline: true });
    expect(seen.dialogs[0].defaultPath).toMatch(/Downloads\/epoca-report-2026-10-01_2026-10-31\.pdf$/);
  });

  it('prints nothing but its own routes under names of PDFs, and says so when a report cannot be drawn', async () => {
    const app = await started();
    const seen = await app.run(async (double) => {
      const { savePdf } = double.page().exposed.tidemark;
      const failed = async (name: string, path: string): Promise<string> => {
        try {
          await savePdf(name, path);
          return 'made';
        } catch (error) {
          return (error as Error).message;
        }
      };
      const refused = [];
      for (const [name, path] of [
        ['a.pdf', '/clients'],
        ['a.pdf', 'https://example.com/print/7'],
        ['a.pdf', '/print/7/../../clients'],
        ['a.csv', '/print/7'],
        ['../a.pdf', '/print/7'],
      ] as const)
        refused.push(await failed(name, path));
      const windows = double.record.windows.length;
      const crashed = failed('a.pdf', '/print/7');
      const hidden = await double.until(
        () => double.BrowserWindow.getAllWindows()[1]?.webContents.page?.exposed.tidemark,
      );
      hidden.sheetsReady(false);
      return { refused, windows, crashed: await crashed, left: double.BrowserWindow.getAllWindows().length };
    });
    expect(seen.refused).toEqual(Array(5).fill('The PDF could not be made.'));
    expect(seen).toMatchObject({ windows: 1, crashed: 'The PDF could not be made.', left: 1 });
    expect(existsSync(join(app.folder, 'a.pdf'))).toBe(false);
  });
});
