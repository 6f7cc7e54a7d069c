import type { Settings } from '../../contract/workspace.ts';

const KEY = 'tidemark.theme';

/** Paints the last theme before the engine has answered, so that a dark window does not flash white. */
export const restoreTheme = (): void => {
  const theme = localStorage.getItem(KEY);
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
};

/** Puts the appearance settings on the page; `system` follows the computer. */
export const applyAppearance = ({ theme, changeColours, motion }: Settings): void => {
  const page = document.documentElement;
  if (theme === 'system') {
    delete page.dataset['theme'];
    localStorage.removeItem(KEY);
  } else {
    page.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
  }
  page.dataset['changeColours'] = changeColours;
  page.dataset['motion'] = motion;
};
