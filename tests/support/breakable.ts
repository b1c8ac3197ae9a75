/** A network that breaks, and a recording to send over it. */
import { randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const HEAD = 44;

/** A WAV of noise: no part is like another. */
export function noise(bytes: number): Buffer<ArrayBuffer> {
	const file = randomBytes(bytes);
	file.write('RIFF', 0);
	file.writeUInt32LE(bytes - 8, 4);
	file.write('WAVEfmt ', 8);
	[16, 0x10001, 22_050, 44_100, 0x100002].forEach((value, i) =>
		file.writeUInt32LE(value, 16 + 4 * i)
	);
	file.write('data', 36);
	file.writeUInt32LE(bytes - HEAD, 40);
	return file;
}

/** A network of its own in front of a server, which can be told to break after so many bytes. */
export async function breakable(port: number) {
	let budget: { bytes: number; silent: boolean; cuts: number } | null = null;
	const server = createServer((near) => {
		const far = connect(port, '127.0.0.1');
		const end = (socket: Socket): void => void socket.destroy();
		const pass = (from: Socket, to: Socket): void => {
			from.on('data', (bytes) => {
				if (budget && (budget.bytes -= bytes.length) <= 0 && !near.destroyed) {
					budget.cuts += 1;
					end(near);
					// The server may not hear of it: then its half of the connection stays open for a while.
					if (budget.silent) setTimeout(() => end(far), 400);
					else end(far);
					budget = null;
				} else to.write(bytes);
			});
			from.on('error', () => {});
			from.on('close', () => to.end());
		};
		pass(near, far);
		pass(far, near);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		breakAfter(bytes: number, silent: boolean): void {
			budget = { bytes, silent, cuts: 0 };
		},
		/** Whether it still holds. */
		whole: (): boolean => budget !== null,
		mend: (): void => void (budget = null),
		close: (): void => void server.close()
	};
}
