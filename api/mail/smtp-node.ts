/** Mail through a server of the self-hoster's choice. */
import { createTransport } from 'nodemailer';
import type { Mail } from './mail.ts';

/** @param url `smtps://user:password@host:465`, or `smtp://…` (STARTTLS when offered) */
export function smtp(url: string, from: string): Mail {
	const transport = createTransport(url);
	return async ({ to, subject, text }) => {
		await transport.sendMail({ from, to, subject, text });
	};
}
