// What a person reads stands in a messages.ts, where a translation can reach it. Loaded by .oxlintrc.json; layers.test.ts plants violations.
import { relative, resolve, sep } from 'node:path';

/** The one place for words; the pseudo-locale, and the names of the platforms, which are nobody's to translate. */
const MAY_HOLD_WORDS = /(^|\/)messages(-[a-z-]+)?\.ts$|^renderer\/pseudo\.ts$|^contract\/vocabulary\.ts$/;

/** Attributes and properties a person gets to read or hear. */
const READ = new Set([
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'alt',
  'body',
  'caption',
  'description',
  'empty',
  'heading',
  'help',
  'hint',
  'label',
  'note',
  'noun',
  'placeholder',
  'prefix',
  'reason',
  'sentence',
  'suffix',
  'summary',
  'text',
  'title',
  'tooltip',
  'unit',
]);

/** Names of keys, types and codes that begin with a capital and are read by programs only. */
const PROGRAM =
  /^(Tidemark( Desktop.*)?|Enter|Escape|Tab|Home|End|Page(Up|Down)|Arrow(Up|Down|Left|Right)?|Backspace|Delete|Control|Meta|Alt\S*|Shift|Space|F\d+|Mod\S*|Ctrl\S*|Cmd\S*|UTC|[A-Z][a-z]+\/[A-Za-z_/]+|[A-Z][a-z]+([A-Z][a-z]+)+|[A-Z0-9_]+)$/;

const LETTERS = /\p{L}{2,}/u;
const SENTENCE = /^\p{Lu}\p{Ll}+/u;
const READABLE = /\s|^\p{Lu}/u;

/** What is shown to people: the screens, the contract's tables, and what of the main process and the engine has its words in catalogues. */
const SHOWN =
  /^(renderer\/|contract\/|main\/features\/(exports|reports|alerts|notifications)\/|main\/features\/imports\/plan-|main\/engine\/(activity|attention)|main\/hosts\/(electron|engine-link))/;

const isShown = (filename) => {
  const path = relative(resolve(process.cwd(), 'src'), filename).split(sep).join('/');
  return SHOWN.test(path) && !MAY_HOLD_WORDS.test(path);
};

const message = (text) =>
  `“${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}” is read by a person: it belongs into this folder's messages.ts.`;

const textOf = (node) =>
  node?.type === 'Literal' && typeof node.value === 'string'
    ? node.value
    : node?.type === 'TemplateLiteral'
      ? node.quasis.map((part) => part.value.cooked ?? '').join('…')
      : null;

/** Compared with, matched, imported or a type: read by the program, not by a person. */
const forProgram = (node) => {
  for (let at = node, up = node.parent; up; at = up, up = up.parent) {
    switch (up.type) {
      case 'BinaryExpression':
        return up.operator !== '+';
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'SwitchCase':
      case 'TSLiteralType':
      case 'MemberExpression':
        return up.type !== 'ExportNamedDeclaration' || up.source === at;
      case 'JSXAttribute':
        return !READ.has(up.name.name);
      case 'NewExpression':
      case 'ThrowStatement':
        return true;
      case 'Property':
        // So are an object's keys, and the `message` of a line of the log, which has a level.
        return (up.key === at && !up.computed) || up.parent.properties.some((one) => one.key?.name === 'level');
      case 'CallExpression':
        // The log is read in English by whoever helps.
        if (/^(debug|info|warn|error)$/.test(up.arguments[0]?.value) || up.callee.property?.name === 'log') return true;
        // What is passed to a program's own look-ups.
        return (
          up.callee.type === 'MemberExpression' &&
          /^(has|get|includes|startsWith|endsWith|getAttribute|addEventListener|querySelector)$/.test(
            up.callee.property.name ?? '',
          )
        );
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'TemplateLiteral':
      case 'ArrayExpression':
      case 'JSXExpressionContainer':
      case 'ParenthesizedExpression':
        continue;
      default:
        return false;
    }
  }
  return false;
};

const words = {
  meta: { type: 'problem', docs: { description: 'what a person reads stands in a messages.ts' } },
  create(context) {
    if (!isShown(context.filename)) return {};
    const report = (node, text) => context.report({ node, message: message(text) });
    const check = (node) => {
      const text = textOf(node);
      if (text === null || !LETTERS.test(text) || PROGRAM.test(text)) return;
      const up = node.parent;
      const name = up?.type === 'Property' && up.value === node ? (up.key.name ?? up.key.value) : null;
      if (name !== null && READ.has(name) && READABLE.test(text)) return report(node, text);
      if (up?.type === 'JSXAttribute' && READ.has(up.name.name) && READABLE.test(text)) return report(node, text);
      if (SENTENCE.test(text) && !forProgram(node)) report(node, text);
    };
    return {
      JSXText(node) {
        const within = node.parent?.openingElement?.name?.name;
        if (LETTERS.test(node.value) && !PROGRAM.test(node.value.trim()) && within !== 'kbd' && within !== 'code')
          report(node, node.value);
      },
      Literal: check,
      TemplateLiteral: check,
    };
  },
};

/** While modules load no language is chosen yet. */
const wordsLate = {
  meta: { type: 'problem', docs: { description: 'a message is read when it is shown, not while a module loads' } },
  create(context) {
    if (!isShown(context.filename)) return {};
    return {
      CallExpression(node) {
        if (node.callee.type !== 'Identifier' || node.callee.name !== 't') return;
        for (let up = node.parent; up; up = up.parent) if (/Function/.test(up.type)) return;
        context.report({
          node,
          message: 'No language is chosen while modules load: keep the message, call t() where it is shown.',
        });
      },
    };
  },
};

export const wordRules = { words, 'words-late': wordsLate };
