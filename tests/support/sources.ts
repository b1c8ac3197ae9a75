/** Every source file of the project, and what each imports; for the tests that hold the map true. */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const SOURCES = '{api,app,bench,cli,engraving,models,music,scripts,tests}/**/*.{ts,mjs,svelte}';
const GENERATED = /^app\/lib\/paraglide\//;

export interface Import {
	readonly name: string;
	readonly typeOnly: boolean;
}

export const sourceFiles = (): readonly string[] =>
	globSync(SOURCES)
		.filter((path) => !GENERATED.test(path))
		.toSorted();

export const isTest = (path: string): boolean =>
	path.startsWith('tests/') || /\.test\.ts$|(^|\/)testing(\.ts|\/)/.test(path);

/** Static and dynamic imports, re-exports and `new URL(…, import.meta.url)` workers of a file. */
export function importsOf(path: string): readonly Import[] {
	const text = readFileSync(path, 'utf8');
	const code = path.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, each]) => each).join('\n')
		: text;
	const found: Import[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			const from = node.moduleSpecifier;
			if (from && ts.isStringLiteral(from)) found.push({ name: from.text, typeOnly: isType(node) });
		}
		if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			const [from] = node.arguments;
			if (from && ts.isStringLiteral(from)) found.push({ name: from.text, typeOnly: false });
		}
		if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			const from = node.argument.literal;
			if (ts.isStringLiteral(from)) found.push({ name: from.text, typeOnly: true });
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest));
	return found;
}

/** A declaration that the compiler drops: `import type …`, or one whose every name is a type. */
function isType(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	if (ts.isExportDeclaration(node)) return node.isTypeOnly;
	const clause = node.importClause;
	if (!clause) return false;
	if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const names = clause.namedBindings;
	return (
		!clause.name &&
		names !== undefined &&
		ts.isNamedImports(names) &&
		names.elements.length > 0 &&
		names.elements.every((each) => each.isTypeOnly)
	);
}
