// The boundaries of src/ as one table, and the lint rules that hold them. Loaded by .oxlintrc.json; layers.test.ts plants violations.
import { dirname, relative, resolve, sep } from 'node:path';
import { wordRules } from './words.js';

/**
 * First match wins. `files`: which files the layer is (a group captures the folder that must not reach its siblings).
 * `may`: what it may import inside src, `$1` standing for its own folder. `packages`: which packages; null = any that has no single owner.
 */
export const LAYERS = [
  // How a message becomes text: knows nothing of ours, so that everybody with words may read it.
  { name: 'words', files: /^words\//, may: [/^words\//, /^contract\/bidi\.ts$/], packages: [/^intl-messageformat$/] },
  { name: 'contract', files: /^contract\//, may: [/^(contract|words)\//], packages: [/^zod$/, /^@orpc\/contract$/] },
  { name: 'preload', files: /^preload\//, may: [/^contract\//], packages: [/^electron/] },
  {
    name: 'sandbox',
    files: /^sandbox\//,
    may: [/^contract\/vocabulary\.ts$/, /^sandbox\//],
    packages: [/^node:/, /^hono(\/|$)/, /^@hono\/node-server/],
  },
  { name: 'renderer/ui', files: /^renderer\/ui\//, may: [/^(contract|words)\//, /^renderer\/ui\//], packages: null },
  {
    name: 'renderer/features',
    files: /^renderer\/features\/([^/]+)\//,
    may: [/^(contract|words)\//, /^renderer\/ui\//, /^renderer\/bridge\.ts$/, '^renderer/features/$1/'],
    packages: null,
  },
  {
    name: 'renderer/bridge',
    files: /^renderer\/(bridge|carriers|messages)\.ts$/,
    may: [/^(contract|words)\//, /^renderer\/(bridge|carriers|messages)\.ts$/, /^renderer\/ui\/text\.ts$/],
    packages: null,
  },
  // What puts the screens together: start, routes and the frame around them.
  { name: 'renderer', files: /^renderer\//, may: [/^(contract|words)\//, /^renderer\//], packages: null },
  { name: 'main/kernel', files: /^main\/kernel\//, may: [/^(contract|words)\//, /^main\/kernel\//], packages: null },
  {
    name: 'main/domain',
    files: /^main\/domain\//,
    may: [/^(contract|words)\//, /^main\/domain\//],
    packages: [],
  },
  {
    name: 'main/store',
    files: /^main\/store\//,
    may: [/^(contract|words)\//, /^main\/(kernel|domain|store)\//],
    packages: null,
  },
  {
    name: 'main/platforms/registry',
    files: /^main\/platforms\/registry\.ts$/,
    may: [/^(contract|words)\//, /^main\/(kernel|domain|platforms)\//],
    packages: null,
  },
  {
    name: 'main/platforms (port)',
    files: /^main\/platforms\/[^/]+\.ts$/,
    may: [/^(contract|words)\//, /^main\/(kernel|domain)\//, /^main\/platforms\/[^/]+\.ts$/],
    packages: null,
  },
  {
    name: 'main/platforms/P',
    files: /^main\/platforms\/([^/]+)\//,
    may: [/^(contract|words)\//, /^main\/(kernel|domain)\//, /^main\/platforms\/platform\.ts$/, '^main/platforms/$1/'],
    packages: null,
  },
  {
    name: 'main/features/X',
    files: /^main\/features\/([^/]+)\//,
    may: [
      /^(contract|words)\//,
      /^main\/(kernel|domain|store)\//,
      /^main\/platforms\/(platform|registry)\.ts$/,
      '^main/features/$1/',
    ],
    packages: null,
  },
  {
    name: 'main/gateway',
    files: /^main\/gateway\//,
    may: [/^(contract|words)\//, /^main\/(kernel|gateway)\//],
    packages: null,
  },
  {
    name: 'main/hosts',
    files: /^main\/hosts\//,
    may: [/^(contract|words)\//, /^main\/(kernel|hosts)\//],
    packages: null,
  },
  {
    name: 'main/engine',
    files: /^main\/engine(\/|\.)/,
    may: [/^(contract|words)\//, /^main\/(engine|kernel|domain|store|platforms|features|gateway)/],
    packages: null,
  },
];

/** Packages with one owner: everybody else goes through it. */
export const OWNERS = [
  {
    packages: /^electron($|\/|-)/,
    files: /^(main\/hosts\/electron|preload\/)/,
    who: 'main/hosts/electron* and preload',
  },
  { packages: /^(better-sqlite3|drizzle-orm)(\/|$)/, files: /^main\/store\//, who: 'main/store' },
  {
    packages: /^(facebook-nodejs-business-sdk|google-ads-api|google-auth-library)(\/|$)/,
    files: /^main\/platforms\/[^/]+\//,
    who: "the platform's own folder",
  },
  {
    packages: /^@napi-rs\/keyring/,
    files: /^main\/(features\/secrets|kernel|hosts|engine|features)\//,
    who: 'the secret store',
  },
  {
    packages: /^(node:)?(http|https|http2|net)$/,
    files: /^(main\/hosts\/|main\/features\/connections\/|sandbox\/)/,
    who: 'hosts, connections (the sign-in redirect) and the sandbox',
  },
  { packages: /^node:/, files: /^(main|sandbox)\//, who: 'main and sandbox' },
  { packages: /^(react|react-dom|recharts|zustand|@tanstack\/|@base-ui\/)/, files: /^renderer\//, who: 'the renderer' },
  { packages: /^recharts(\/|$)/, files: /^renderer\/ui\//, who: 'renderer/ui' },
];

/** Calls of the platforms' SDKs that must not be made; DECISIONS.md and the platforms' READMEs say why. */
const SDK_NAMES = {
  AdsInsights: 'reads insights through the account edge instead',
  getByIds: 'is sent as one unbounded request; page through the edge instead',
  setShowHeader: 'changes every object of the process',
  mutateResources: 'writes to the ad account; Tidemark only reads',
  listAccessibleCustomers: 'of the SDK prints errors by itself; ask over REST',
};

const PLATFORM_NAMES = new Set(['meta', 'google']);
const MAY_NAME_PLATFORMS = /^(main\/platforms\/|contract\/vocabulary\.ts$|sandbox\/)/;

/** The path below src/ with forward slashes, or null for files elsewhere. */
function inSource(filename) {
  const path = relative(resolve(process.cwd(), 'src'), filename).split(sep).join('/');
  return path.startsWith('..') ? null : path;
}

const layerOf = (path) => LAYERS.find(({ files }) => files.test(path));

/** Why `path` (below src/) may not import `specifier`, or null. */
export function importFault(path, specifier) {
  const layer = layerOf(path);
  if (layer === undefined) return `${path} belongs to no layer: name it in test/architecture/layers.js`;
  if (specifier.startsWith('.')) {
    const target = relative(resolve('/src'), resolve(dirname(resolve('/src', path)), specifier.replace(/\?.*$/, '')))
      .split(sep)
      .join('/');
    if (target.startsWith('..')) return `${layer.name} may not reach outside src (${specifier})`;
    const own = layer.files.exec(path)?.[1];
    const allowed = layer.may.some((rule) =>
      (typeof rule === 'string' ? new RegExp(rule.replace('$1', own ?? '')) : rule).test(target),
    );
    return allowed ? null : `${layer.name} may not import ${target}`;
  }
  if (layer.packages !== null && !layer.packages.some((rule) => rule.test(specifier)))
    return `${layer.name} may not import ${specifier}`;
  const owner = OWNERS.find(({ packages, files }) => packages.test(specifier) && !files.test(path));
  return owner === undefined ? null : `only ${owner.who} may import ${specifier}`;
}

const rule = (description, create) => ({ meta: { type: 'problem', docs: { description } }, create });

const layers = rule('imports follow the table of layers', (context) => {
  const path = inSource(context.filename);
  if (path === null) return {};
  const check = (node, source) => {
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
    const fault = importFault(path, source.value);
    if (fault !== null) context.report({ node, message: `${fault}.` });
  };
  return {
    ImportDeclaration: (node) => check(node, node.source),
    ExportNamedDeclaration: (node) => check(node, node.source),
    ExportAllDeclaration: (node) => check(node, node.source),
    ImportExpression: (node) => check(node, node.source),
    TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument),
    CallExpression(node) {
      const { callee } = node;
      // `require(…)`, and what ESM has for it: `createRequire(…)(…)`.
      const name = callee.type === 'CallExpression' ? callee.callee.name : callee.name;
      if (name === 'require' || name === 'createRequire') check(node, node.arguments[0]);
    },
  };
});

const platformNames = rule('features read capabilities, never the name of a platform', (context) => {
  const path = inSource(context.filename);
  if (path === null || MAY_NAME_PLATFORMS.test(path)) return {};
  const report = (node) =>
    context.report({
      node,
      message: 'A platform is named here: read its capabilities, or its label from the contract.',
    });
  return {
    Literal: (node) => PLATFORM_NAMES.has(node.value) && report(node),
    TemplateElement: (node) => PLATFORM_NAMES.has(node.value.cooked) && report(node),
    // `{ meta: … }` is a name as much as a string is, when both stand side by side.
    ObjectExpression(node) {
      const keys = node.properties.map((property) => property.key?.name);
      if (keys.includes('meta') && keys.includes('google')) report(node);
    },
  };
});

const member = (node, object, property) =>
  node.object.type === 'Identifier' &&
  node.object.name === object &&
  (node.computed ? node.property.value === property : node.property.name === property);

const environment = rule('only hosts read the environment', (context) => {
  const path = inSource(context.filename);
  if (path === null || path.startsWith('main/hosts/')) return {};
  return {
    MemberExpression(node) {
      if (member(node, 'process', 'env'))
        context.report({ node, message: 'Only hosts read process.env; take it as an option.' });
    },
    ImportSpecifier(node) {
      const from = node.parent?.source?.value;
      if ((from === 'node:process' || from === 'process') && node.imported?.name === 'env') {
        context.report({ node, message: 'Only hosts read process.env; take it as an option.' });
      }
    },
  };
});

const clock = rule('time is a parameter', (context) => {
  const path = inSource(context.filename);
  if (path === null || path === 'main/kernel/clock.ts') return {};
  const message = "Only kernel/clock reads the time of this machine; take a Clock, or the engine's `now`.";
  return {
    MemberExpression: (node) => member(node, 'Date', 'now') && context.report({ node, message }),
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
        context.report({ node, message });
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') context.report({ node, message });
    },
  };
});

const sdk = rule("some calls of the platforms' SDKs are not made", (context) => {
  if (inSource(context.filename) === null) return {};
  const report = (node, name) => context.report({ node, message: `${name} ${SDK_NAMES[name]}.` });
  const known = (name) => typeof name === 'string' && Object.hasOwn(SDK_NAMES, name);
  return {
    NewExpression: (node) =>
      node.callee.type === 'Identifier' && known(node.callee.name) && report(node, node.callee.name),
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression') return;
      const name = callee.computed ? callee.property.value : callee.property.name;
      if (known(name)) report(node, name);
    },
  };
});

const noMocks = rule('tests use real parts and fakes, no module mocks', (context) => ({
  CallExpression(node) {
    const { callee } = node;
    if (
      callee.type === 'MemberExpression' &&
      ['mock', 'doMock', 'hoisted'].some((name) => member(callee, 'vi', name))
    ) {
      context.report({ node, message: 'Module mocks are not used here: pass a fake, or run a server on loopback.' });
    }
  },
}));

const noFork = rule('no child may need Electron to run as Node, which is switched off', (context) => {
  if (inSource(context.filename) === null) return {};
  return {
    ImportSpecifier(node) {
      if (/^(node:)?child_process$/.test(node.parent?.source?.value ?? '') && node.imported?.name === 'fork') {
        context.report({
          node,
          message: 'fork starts Electron as Node, which the packaged application refuses; use a worker.',
        });
      }
    },
    Literal(node) {
      if (node.value === 'ELECTRON_RUN_AS_NODE')
        context.report({ node, message: 'The packaged application does not run as Node.' });
    },
  };
});

export default {
  meta: { name: 'tidemark' },
  rules: {
    layers,
    'platform-names': platformNames,
    environment,
    clock,
    sdk,
    'no-mocks': noMocks,
    'no-fork': noFork,
    ...wordRules,
  },
};
