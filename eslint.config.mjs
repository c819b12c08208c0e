import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.mjs'

const typedFiles = ['**/*.ts', '**/*.mts', '**/*.svelte']
const tests = ['**/*.test.ts', 'tests/**/*.ts', 'src/**/testing/**/*.ts']

/** Time, chance and the outside world come into the core through its Environment. */
const outside = [
  ...['performance', 'crypto', 'fetch', 'WebSocket', 'console', 'process', 'Buffer'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'clearTimeout', 'clearInterval'],
  ...['window', 'document', 'navigator', 'localStorage', 'indexedDB', 'requestAnimationFrame'],
].map((name) => ({ name, message: 'The core has no outside world of its own: it comes in as Environment.' }))

/** The walls between packages; the walls between our own rooms are in tests/architecture.test.ts. */
function mayNotImport(...group) {
  return { 'no-restricted-imports': ['error', { patterns: [{ group, message: 'See architecture.md, section 9.' }] }] }
}

export default ts.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // Takes the words of a reason behind a code for more codes.
      'svelte/no-unused-svelte-ignore': 'off',
      // A Map may be kept out of reactivity on purpose.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: typedFiles,
    rules: {
      // The compiler knows every name.
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error', 'warn'] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // By code point is what a parser of text wants.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // `'page' | string` tells a reader what to expect.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Electron's older safeStorage calls are the ones that every Electron we run on has.
      '@typescript-eslint/no-deprecated': [
        'error',
        {
          allow: [
            { from: 'package', package: 'electron', name: ['isEncryptionAvailable', 'encryptString', 'decryptString'] },
          ],
        },
      ],
      // noUncheckedIndexedAccess asks for an answer where a loop has given it: `items[index]!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A method may be asynchronous because its interface is.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once can still name what a caller asserts at a door.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  { files: ['**/*.cjs', '**/*.mjs'], ...ts.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/cli/**', 'bench/**', 'scripts/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', ...outside],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use Environment.' },
        { object: 'Date', property: 'now', message: 'Use Environment.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Use Environment.' },
      ],
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/apps/**/*.ts'],
    ignores: tests,
    rules: mayNotImport('node:*', 'electron', 'electron-log*', 'svelte', 'svelte/*', 'better-sqlite3', 'ws'),
  },
  {
    files: ['src/renderer/**'],
    rules: mayNotImport('node:*', 'electron', 'electron-log*', 'better-sqlite3', 'ws'),
  },
  {
    files: ['src/layers/**/*.ts', 'src/cli/**/*.ts', 'src/server/**/*.ts'],
    rules: mayNotImport('electron', 'electron-log*', 'svelte', 'svelte/*'),
  },
  {
    files: ['src/main/**/*.ts', 'src/preload/**/*.ts'],
    rules: mayNotImport('svelte', 'svelte/*'),
  },
)
