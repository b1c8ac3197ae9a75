/** The fonts that must be there before a note is measured or drawn. Their files are declared in the page's style sheet. */

/** As the CSS `font` shorthand: music, and the digits of the tab. */
const NEEDED = ['40px Bravura', '600 14px Pretendard'] as const;

/** Resolves to whether the music font can be used; false when its file could not be had. */
export async function musicFontsReady(): Promise<boolean> {
	const loaded = await Promise.allSettled(
		NEEDED.map((font) => document.fonts.load(font, '\uE0500'))
	);
	const [music] = loaded;
	return music?.status === 'fulfilled' && music.value.length > 0;
}
