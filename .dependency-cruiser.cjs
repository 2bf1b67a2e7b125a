/**
 * Which way the arrows point. Every rule has a planted violation in deploy/ci/planted/<rule>/ that
 * `npm run check` cruises as well: a rule that no longer bites fails the check.
 */
const PURE = '^packages/(tlog|record|passport|evidence|contracts-abi)/';
const TESTS = '[.](spec|int[.]spec|e2e[.]spec)[.]tsx?$|/testing/|^packages/[^/]+/test/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Arrows point one way; a cycle means that two things are one, or that a third is missing.',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    {
      name: 'pure-packages-do-no-io',
      comment:
        'Pure packages run in a page as they run in Node: no Node modules. A `.node.ts` file is the Node half of a conditional import.',
      severity: 'error',
      from: { path: PURE, pathNot: `${TESTS}|[.]node[.]ts$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-packages-use-no-framework',
      comment:
        'Pure packages use only small, pure libraries. Adding one is a decision: add it here.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(zod|canonicalize|multiformats|@noble/[^/]+|@ipld/dag-cbor|cborg)/',
      },
    },
    {
      name: 'pure-packages-import-pure-packages',
      comment: 'What is pure cannot stand on what is not.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: { path: '^(packages|api|indexer|web|deploy|contracts)/', pathNot: PURE },
    },
    {
      name: 'packages-never-import-roles',
      comment: 'Packages are below api, indexer and web. Tests may use the local stack.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: '^(api|indexer|web|deploy)/' },
    },
    {
      name: 'roles-never-import-roles',
      comment: 'api, indexer and web meet in Postgres and over HTTP, not in code.',
      severity: 'error',
      from: { path: '^(api|indexer|web)/', pathNot: TESTS },
      to: { path: '^(api|indexer|web|deploy)/', pathNot: '^$1/' },
    },
    {
      name: 'packages-have-one-door',
      comment:
        'Another package is entered by its index.ts alone; by tests also through its testing folder, which product code may not import at all.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: '^packages/($1/|[^/]+/src/(index[.]tsx?$|testing/))',
      },
    },
    {
      name: 'roles-use-the-doors-of-packages',
      comment: 'The same for api, indexer, web and deploy.',
      severity: 'error',
      from: { path: '^(api|indexer|web|deploy)/' },
      to: { path: '^packages/[^/]+/', pathNot: '^packages/[^/]+/src/(index[.]tsx?$|testing/)' },
    },
    {
      name: 'api-modules-have-one-door',
      comment:
        "A module of the api is entered by its `*.public.ts`; the app's root module may import every `*.module.ts`.",
      severity: 'error',
      from: { path: '^api/src/modules/([^/]+)/' },
      to: {
        path: '^api/src/modules/[^/]+/',
        pathNot: '^api/src/modules/($1/|[^/]+/[^/]+[.]public[.]ts$)',
      },
    },
    {
      name: 'api-root-uses-the-doors-of-modules',
      comment: 'Outside the modules only their doors and their wiring are visible.',
      severity: 'error',
      from: { path: '^api/src/', pathNot: '^api/src/modules/' },
      to: {
        path: '^api/src/modules/',
        pathNot: '^api/src/modules/[^/]+/[^/]+[.](public|module)[.]ts$',
      },
    },
    {
      name: 'web-stays-in-the-browser',
      comment:
        'The page uses pure packages and the generated client; nothing of Node, no server package.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: TESTS },
      to: { path: '^packages/', pathNot: `${PURE}|^packages/api-client/` },
    },
    {
      name: 'product-code-imports-no-tests',
      comment: 'What only tests need stays out of what is shipped.',
      severity: 'error',
      from: { path: '^(packages|api|indexer|web)/', pathNot: TESTS },
      to: { path: `${TESTS}|node_modules/(vitest|fast-check)/` },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/|^contracts/(artifacts|cache)/|^deploy/ci/planted/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
