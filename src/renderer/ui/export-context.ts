import { createContext, useContext } from 'react';

/**
 * Where files and pictures go: the system's dialogs and clipboard in the desktop app, downloads and the page's clipboard in a browser. The
 * shell provides it; components of the design system know no host.
 */
export type ExportPort = {
  /** False when the person changed their mind. */
  saveText(name: string, text: string): Promise<boolean>;
  saveImage(name: string, image: Blob): Promise<boolean>;
  /** Throws when the clipboard refuses. */
  copyImage(image: Blob): Promise<void>;
  /** What every file and picture has to say of itself ('Demo data'); null when nothing. */
  footer: string | null;
};

const nowhere = (): Promise<never> => Promise.reject(new Error('Nothing is there to take files.'));
export const ExportContext = createContext<ExportPort>({
  saveText: nowhere,
  saveImage: nowhere,
  copyImage: nowhere,
  footer: null,
});
export const useExport = (): ExportPort => useContext(ExportContext);
