/** Rules that catch what review misses: forgotten promises, unfinished switches, imports that cross the map. */
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const IMPORTS = {
	patterns: [
		{ regex: '^\\.\\.', message: 'Cross folders by #music/…, #app/… and the like.' },
		{ regex: '^\\$lib', message: 'Use #app/….' }
	]
};

export default ts.config(
	{
		ignores: [
			'node_modules/',
			'build/',
			'.svelte-kit/',
			'.tmp/',
			'.wrangler/',
			'static/',
			'data/',
			'app/lib/paraglide/',
			'test-results/',
			'playwright-report/'
		]
	},
	...ts.configs.recommendedTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: {
					allowDefaultProject: ['*.js', 'scripts/*.mjs']
				},
				extraFileExtensions: ['.svelte'],
				tsconfigRootDir: import.meta.dirname
			}
		},
		rules: {
			'max-lines': ['error', 300],
			'no-restricted-imports': ['error', IMPORTS],
			'no-console': 'error',
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			// `!` after a check that the compiler cannot follow, and `async` for the sake of a shape, are fine.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-empty-object-type': [
				'error',
				{ allowInterfaces: 'with-single-extends' }
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		rules: {
			// No server renders these pages and no base path is configured.
			'svelte/no-navigation-without-resolve': 'off',
			// Assignments to `bind:this` and `$state` are read by the template.
			'prefer-const': 'off',
			'no-useless-assignment': 'off',
			// The compiler's own warnings are read by svelte-check, which knows which of them apply.
			'svelte/no-unused-svelte-ignore': 'off',
			// A Map that no template reads needs no reactive twin.
			'svelte/prefer-svelte-reactivity': 'off',
			// The linter's parser does not infer what a component hands to a callback; svelte-check does.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off'
		}
	},
	{
		files: ['app/routes/**'],
		rules: { 'no-restricted-imports': ['error', { patterns: [IMPORTS.patterns[1]] }] }
	},
	{
		files: [
			'api/**',
			'cli/**',
			'bench/**',
			'scripts/**',
			'models/basic-pitch/extract.ts',
			'**/*-node.ts'
		],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['api/**'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "CallExpression[callee.property.name='transaction']",
					message: 'A transaction on a libSQL file loses what runs beside it: use batch().'
				}
			]
		}
	},
	{
		files: ['**/*.test.ts', 'tests/**'],
		rules: {
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			// A browser's own method is taken, wrapped and put back.
			'@typescript-eslint/unbound-method': 'off',
			'no-console': 'off',
			// Playwright reads the names that a fixture destructures, be there none.
			'no-empty-pattern': 'off'
		}
	},
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [ts.configs.disableTypeChecked]
	}
);
