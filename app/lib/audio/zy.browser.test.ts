import stretchUrl from 'signalsmith-stretch?url';
import { test } from 'vitest';
import { createStretch } from '#app/audio/stretch.ts';
test('y', async () => {
	const context = new AudioContext({ sampleRate: 44100 });
	await context.resume();
	const node = await createStretch(context, stretchUrl);
	node.onprocessorerror = (e) => console.info('PROC ERROR', (e as ErrorEvent).message);
	const an = new AnalyserNode(context);
	node.connect(an).connect(context.destination);
	const tone = new Float32Array(44100 * 4).map((_, i) => 0.5 * Math.sin(i * 0.06));
	await node.dropBuffers();
	console.info('end', await node.addBuffers([tone, tone.slice()], []));
	console.info(
		JSON.stringify(
			await node.schedule({
				active: true,
				output: context.currentTime + 0.2,
				input: 0.1,
				rate: 0.5
			})
		)
	);
	for (let i = 0; i < 6; i++) {
		await new Promise((r) => setTimeout(r, 200));
		const a = new Float32Array(1024);
		an.getFloatTimeDomainData(a);
		console.info(context.currentTime, node.inputTime, Math.max(...a));
	}
	await context.close();
});
