import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type BrowserWindow, clipboard, ClipboardItem, dialog, nativeImage } from 'electron';
import { z } from 'zod';
import { t } from '../../words/text.ts';
import { saving as m } from './messages-desktop.ts';

const MOST_LETTERS = 256 * 1024 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** A file name without anything a folder or a system could take for something else, and only of the kinds the page makes. */
export const fileName = z
  .string()
  .max(150)
  .regex(/^[^\u0000-\u001f<>:"/\\|?*.][^\u0000-\u001f<>:"/\\|?*]*\.(csv|json|txt|svg|png|pdf)$/);

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The bytes of a PNG, which is all a page hands over as bytes. */
export const pngBytes = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= MOST_BYTES && SIGNATURE.every((byte, index) => bytes[index] === byte));

export const savedFile = z.union([
  z.strictObject({ name: fileName.refine((name) => !/\.(png|pdf)$/.test(name)), text: z.string().max(MOST_LETTERS) }),
  z.strictObject({ name: fileName.refine((name) => name.endsWith('.png')), bytes: pngBytes }),
]);

/** Puts a PNG on the system's clipboard; false when it is none. */
export async function copyImage(bytes: Uint8Array): Promise<{ copied: boolean }> {
  const image = nativeImage.createFromBuffer(Buffer.from(bytes));
  if (image.isEmpty()) return { copied: false };
  await clipboard.write([new ClipboardItem({ 'image/png': new Blob([image.toPNG()], { type: 'image/png' }) })]);
  return { copied: true };
}

export type SaveDeps = {
  folder(): string;
  remember(folder: string): void;
};

/**
 * Asks where to save, writes the file whole or not at all, and remembers the folder. A failure is told in the window, with another try.
 * Resolves to whether the file is there.
 */
export async function saveFile(
  window: BrowserWindow,
  file: { name: string; text: string } | { name: string; bytes: Uint8Array },
  { folder, remember }: SaveDeps,
): Promise<{ saved: boolean }> {
  for (;;) {
    const extension = extname(file.name).slice(1);
    const chosen = await dialog.showSaveDialog(window, {
      defaultPath: join(folder(), file.name),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (chosen.canceled || chosen.filePath === '') return { saved: false };
    try {
      await writeWhole(chosen.filePath, 'text' in file ? file.text : file.bytes);
      remember(dirname(chosen.filePath));
      return { saved: true };
    } catch (error) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message: t(m.notSaved, { file: basename(chosen.filePath) }),
        detail: reason(error as NodeJS.ErrnoException),
        buttons: [t(m.elsewhere), t(m.cancel)],
        defaultId: 0,
        cancelId: 1,
      });
      if (response === 1) return { saved: false };
    }
  }
}

/** Writes beside the target and renames: whoever opens the name sees the old file or the new one, never half of it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const beside = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function reason({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return t(m.diskFull);
    case 'EACCES':
    case 'EROFS':
      return t(m.mayNot);
    case 'EPERM':
    case 'EBUSY':
      return t(m.fileOpen);
    case 'ENOENT':
    case 'ENOTDIR':
      return t(m.folderGone);
    case 'ENAMETOOLONG':
      return t(m.nameLong);
    case 'EISDIR':
      return t(m.isFolder);
    default:
      return code === undefined ? t(m.otherNo) : t(m.other, { code });
  }
}
