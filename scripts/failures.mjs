/**
 * What failed, told once more at the end of `npm test`, where whoever reads only the last lines of
 * a long log finds it. Reads the JSON reports of Vitest and Playwright.
 */

/** The failed tests of a Vitest report: where, which, and the first lines of why. */
export function ofVitest(report) {
	return (report?.testResults ?? []).flatMap((file) => {
		const failed = file.assertionResults.filter(({ status }) => status === 'failed');
		if (failed.length === 0 && file.status === 'failed') return [tell(file.name, '', file.message)];
		return failed.map((test) => tell(file.name, test.fullName, test.failureMessages.join('\n')));
	});
}

/** The failed errands of a Playwright report, in the same form. */
export function ofPlaywright(report) {
	const within = (suite) => [
		...(suite.specs ?? []).filter((spec) => !spec.ok).map((spec) => [suite, spec]),
		...(suite.suites ?? []).flatMap(within)
	];
	const broken = (report?.errors ?? []).map(({ message }) => tell('', '', message));
	const failed = (report?.suites ?? []).flatMap(within).map(([suite, spec]) => {
		const errors = spec.tests.flatMap((test) => test.results.flatMap(({ errors }) => errors));
		return tell(suite.file, spec.title, errors.map(({ message }) => message).join('\n'));
	});
	return [...broken, ...failed];
}

function tell(file, title, why = '') {
	const lines = why.replace(/\u001b\[[\d;]*m/g, '').split('\n');
	const reason = lines.filter((line) => line.trim() && !line.includes('node_modules')).slice(0, 12);
	return [`✗ ${file.replace(`${process.cwd()}/`, '')} › ${title}`, ...reason].join('\n    ');
}
