/**
 * What a link says of itself to other programs: tags in the head of the page, and oEmbed. Titles are
 * typed by people, so everything that goes into the page is escaped here, in one place.
 */
import { escaped } from '#api/pictures/svg-element.ts';

export interface Described {
	readonly token: string;
	readonly title: string;
	readonly artist: string;
	/** The name that its owner shows. */
	readonly by: string;
	readonly visibility: 'unlisted' | 'public';
	readonly revision: number;
}

/** Sizes of the frame, in CSS pixels: a few systems and the transport. */
export const FRAME = { width: 720, height: 480 } as const;
const PICTURE = { width: 1200, height: 630 } as const;

const pictureOf = (origin: string, { token, revision }: Described): string =>
	`${origin}/api/public/${token}/preview.png?v=${revision}`;

const headline = ({ title, artist }: Described): string =>
	[title, artist].filter(Boolean).join(' – ') || 'Genesis Music';

const summary = ({ by }: Described): string =>
	`Notation and tab to read, play, slow down and loop. Shared by ${by}.`;

/** The page of the app with the tags of one score, or of none: a link that has ended says nothing. */
export function withMeta(html: string, origin: string, shared: Described | null): string {
	if (!shared) return html.replace('</head>', `${meta('name', 'robots', 'noindex')}</head>`);
	const address = `${origin}/shared/${shared.token}`;
	const oembed = `${origin}/api/oembed?url=${encodeURIComponent(address)}&format=json`;
	const tags = [
		`<link rel="canonical" href="${escaped(address)}" />`,
		`<link rel="alternate" type="application/json+oembed" href="${escaped(oembed)}" title="${escaped(headline(shared))}" />`,
		meta('property', 'og:type', 'music.song'),
		meta('property', 'og:site_name', 'Genesis Music'),
		meta('property', 'og:url', address),
		meta('property', 'og:title', headline(shared)),
		meta('property', 'og:description', summary(shared)),
		meta('property', 'og:image', pictureOf(origin, shared)),
		meta('property', 'og:image:type', 'image/png'),
		meta('property', 'og:image:width', `${PICTURE.width}`),
		meta('property', 'og:image:height', `${PICTURE.height}`),
		meta('property', 'og:image:alt', `The first lines of ${shared.title}`),
		meta('name', 'twitter:card', 'summary_large_image'),
		meta('name', 'twitter:title', headline(shared)),
		meta('name', 'twitter:description', summary(shared)),
		meta('name', 'twitter:image', pictureOf(origin, shared)),
		...(shared.visibility === 'public' ? [] : [meta('name', 'robots', 'noindex')])
	];
	// Functions, because a title may hold `$&`, which means something in a replacement.
	return html
		.replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(headline(shared))}</title>`)
		.replace(/<meta\s+name="description"[^>]*>/, () => meta('name', 'description', summary(shared)))
		.replace('</head>', () => `${tags.join('\n\t\t')}\n\t</head>`);
}

const meta = (kind: 'name' | 'property', name: string, content: string): string =>
	`<meta ${kind}="${name}" content="${escaped(content)}" />`;

/** As oembed.com says, of the type `rich`. */
export function oembedOf(
	origin: string,
	shared: Described,
	room: { width: number; height: number }
) {
	const width = Math.min(FRAME.width, room.width);
	const height = Math.min(FRAME.height, room.height);
	const address = escaped(`${origin}/embed/${shared.token}`);
	return {
		type: 'rich' as const,
		version: '1.0' as const,
		title: headline(shared),
		author_name: shared.by,
		provider_name: 'Genesis Music' as const,
		provider_url: origin,
		thumbnail_url: pictureOf(origin, shared),
		thumbnail_width: PICTURE.width,
		thumbnail_height: PICTURE.height,
		width,
		height,
		html: `<iframe src="${address}" width="${width}" height="${height}" title="${escaped(headline(shared))}" loading="lazy" allow="autoplay; fullscreen"></iframe>`
	};
}
