import soundfontUrl from '@coderline/alphatab/soundfont/sonivox.sf3?url';
import stretchUrl from 'signalsmith-stretch?url';
import processorUrl from 'spessasynth_lib/dist/spessasynth_processor.min.js?url';
import { test } from 'vitest';
import { clicks, heard, listenToContexts } from '#app/audio/heard.ts';
import { Player } from '#app/audio/player.ts';
test('x', async () => {
	const ears = listenToContexts();
	const player = new Player({
		files: { processorUrl, soundfontUrl, stretchUrl },
		ensureFiles: () => Promise.resolve(true),
		onState: (s) => console.info(JSON.stringify(s))
	});
	const times = [0.5, 1, 1.5, 2, 2.5, 3, 3.5];
	await player.load(
		{
			notes: [],
			beats: times.map((t, i) => ({ time: t, downbeat: i % 4 === 0 })),
			recording: clicks(times, 8),
			seconds: 8,
			program: 0
		} as never,
		new AbortController().signal
	);
	player.setGain('recording', 0.7);
	player.setGain('click', 0);
	player.setGain('synth', 0);
	player.setSpeed(0.5);
	await player.play();
	await new Promise((r) => setTimeout(r, 5000));
	const { left, right, start } = heard(ears);
	for (const ch of [left, right]) {
		let line = '';
		for (let i = 0; i < ch.length; i += 1102) {
			let m = 0;
			for (let j = i; j < i + 1102; j++) m = Math.max(m, Math.abs(ch[j] ?? 0));
			line += m.toFixed(2).slice(1) + ' ';
		}
		console.info(start, line);
	}
	player.dispose();
	ears.remove();
});
