/** A mail server that keeps what it is sent: as much of SMTP as a client without TLS speaks. */
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Letter } from '#api/mail/mail.ts';

interface Postbox {
	/** For the setting SMTP_URL. */
	readonly url: string;
	close(): void;
}

/** @param letters where letters are put, in the order in which they arrive */
export async function openPostbox(letters: Letter[]): Promise<Postbox> {
	const server = createServer((socket) => converse(socket, letters));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => void server.close()
	};
}

function converse(socket: Socket, letters: Letter[]): void {
	let heard = '';
	let letter = false;
	const say = (line: string): void => void socket.write(`${line}\r\n`);
	socket.on('error', () => socket.destroy());
	socket.setEncoding('utf8').on('data', (text: string) => {
		heard += text;
		for (;;) {
			const end = letter ? '\r\n.\r\n' : '\r\n';
			const at = heard.indexOf(end);
			if (at < 0) return;
			const said = heard.slice(0, at);
			heard = heard.slice(at + end.length);
			if (letter) {
				letters.push(parsed(said));
				letter = false;
				say('250 kept');
			} else if (/^DATA/i.test(said)) {
				letter = true;
				say('354 go on');
			} else if (/^QUIT/i.test(said)) {
				socket.end('221 bye\r\n');
			} else {
				say('250 fine');
			}
		}
	});
	say('220 postbox');
}

/** @param message as RFC 5322 has it, with lines that begin with a dot doubled */
function parsed(message: string): Letter {
	const [head = '', ...rest] = message.replaceAll(/^\./gm, '').split('\r\n\r\n');
	const field = (name: string): string =>
		new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll(/\r\n\s+/g, ' '))?.[1] ?? '';
	const body = rest.join('\r\n\r\n');
	const kind = field('Content-Transfer-Encoding');
	return {
		to: field('To'),
		subject: words(field('Subject')),
		text: decoded(body, kind).replaceAll('\r\n', '\n')
	};
}

/** Encoded words of RFC 2047, joined. */
const words = (text: string): string =>
	text
		.replaceAll(/\?=\s+=\?/g, '?==?')
		.replaceAll(/=\?utf-8\?(.)\?(.*?)\?=/gi, (_, kind: string, word: string) =>
			/b/i.test(kind) ? Buffer.from(word, 'base64').toString() : unquoted(word.replaceAll('_', ' '))
		);

function decoded(body: string, kind: string): string {
	if (/base64/i.test(kind)) return Buffer.from(body, 'base64').toString();
	return /quoted/i.test(kind) ? unquoted(body.replaceAll('=\r\n', '')) : body;
}

const unquoted = (text: string): string =>
	Buffer.from(
		text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
		'latin1'
	).toString();
