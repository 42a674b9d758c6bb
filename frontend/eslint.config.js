import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// What the content security policy and Trusted Types would stop in the browser is stopped here first.
const forbidden = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
    message: 'Blocked by Trusted Types.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|renderToString|write)$/]',
    message: 'Blocked.',
  },
  { selector: 'NewExpression[callee.name=/^(DOMParser|Function)$/]', message: 'Blocked by Trusted Types.' },
  { selector: 'SvelteAttribute[key.name=/^(style|srcdoc)$/]', message: 'Use a class or a style: directive.' },
];

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off', // the type checker knows better
      'no-restricted-syntax': ['error', ...forbidden],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off', // a rule for SvelteKit
      'svelte/prefer-svelte-reactivity': 'off', // maps without a reader in a template stay plain
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['src/ui/messages/MessageBody.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['src/words/*.ts'], rules: { 'max-lines': 'off' } }, // a table of sentences
  { files: ['*.js', '*.ts', 'build/**'], languageOptions: { globals: { ...globals.node } } },
);
