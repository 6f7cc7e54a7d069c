import { defineMessages } from '../../words/text.ts';

/** The icon in the notification area. */
export const tray = defineMessages('tray', {
  tip: 'Tidemark · {status}',
  working: '{status} · {percent} %',
  offline: 'Offline · imports start when you reconnect',
  starting: 'Starting',
  open: 'Open Tidemark',
  importAll: 'Import all now',
  pause: 'Pause imports',
  pauseHour: 'For 1 hour',
  pauseTomorrow: 'Until tomorrow, 08:00',
  resume: 'Resume',
  attention: 'Needs attention ({count})',
  showAll: 'Show all',
  noRun: 'No run scheduled',
  settings: 'Settings…',
  quit: 'Quit',
});

/** Questions and news in the system's own dialogs. */
export const dialogs = defineMessages('dialog', {
  stillRunning: 'Tidemark is still running',
  stillRunningDetail: 'Imports go on. Open it or quit it from its icon in the notification area.',
  ok: 'OK',
  keepRunning: 'Keep Tidemark running?',
  keepRunningDetail: 'Minimised it goes on importing. Quitting stops imports; they go on at the next start.',
  minimise: 'Minimise',
  quit: 'Quit',
  cancel: 'Cancel',
  always: 'Always do this',
  crashed: 'The window stopped working',
  notLoaded: 'The window could not be drawn',
  stuck: 'The window does not answer',
  brokenDetail: 'Your data is unchanged, and imports go on. Loading the window again brings it back.',
  loadAgain: 'Load again',
  wait: 'Wait',
  hasToClose: 'Tidemark has to close',
  cannotStart: 'Tidemark cannot start',
  windowNotOpened: 'Its window could not be opened: {reason}. What was imported is safe: start Tidemark again.',
  engineGone:
    "{times, plural, one {Tidemark's engine stopped # time in a row.} other {Tidemark's engine stopped # times in a row.}} What was imported is safe on disk: start Tidemark again, and look into the log if it happens again.",
  engineNotStarted: "Tidemark's engine could not start: {reason}",
  stopped: 'Tidemark was stopped before it was ready.',
  logInTerminal: 'The log is in the terminal that started Tidemark.',
  noBrowser: 'The system could not open the browser.',
  reportNotDrawn: 'The report could not be drawn.',
});

/** Why a file could not be saved. */
export const saving = defineMessages('saving', {
  notSaved: '{file} was not saved',
  elsewhere: 'Save elsewhere…',
  cancel: 'Cancel',
  diskFull: 'The disk is full. Free up space, or save it on another disk.',
  mayNot: 'You may not write in that folder. Choose another one.',
  fileOpen:
    'Another program has that file open, or the folder is protected. Close the file there, or choose another name.',
  folderGone: 'That folder is not there any more. Choose another one.',
  nameLong: 'The name is too long for that disk. Choose a shorter one.',
  isFolder: 'There is a folder by that name. Choose another name.',
  other: 'The system said {code}. Choose another place.',
  otherNo: 'The system said no. Choose another place.',
});
