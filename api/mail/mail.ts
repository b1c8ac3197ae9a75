/** The port for mail: SMTP by configuration, an outbox folder in development. */
export interface Letter {
	readonly to: string;
	readonly subject: string;
	/** Plain text; there is nothing in it that needs more. */
	readonly text: string;
}

export type Mail = (letter: Letter) => Promise<void>;
