/**
 * The kinds of column that the tables share. Times are milliseconds since 1970 by the server's
 * clock: clients' clocks are never trusted.
 */
import { EMBEDDING_SIZE } from '#music/card.ts';
import { sql } from 'drizzle-orm';
import { customType, integer, text } from 'drizzle-orm/sqlite-core';

/** A vector as libSQL stores it: little-endian floats of 32 bits (docs.turso.tech, F32_BLOB). */
export const vector = customType<{ data: Float32Array; driverData: ArrayBuffer }>({
	dataType: () => `F32_BLOB(${EMBEDDING_SIZE})`,
	toDriver: (value) => value.slice().buffer,
	// Bytes come as a buffer or, on Node, as a view of a bigger one.
	fromDriver: (bytes) => new Float32Array(new Uint8Array(bytes).slice().buffer)
});

export const bytes = customType<{ data: Uint8Array; driverData: ArrayBuffer }>({
	dataType: () => 'blob',
	toDriver: (value) => value.slice().buffer,
	fromDriver: (value) => new Uint8Array(value)
});

export const moment = (name: string) => integer(name, { mode: 'timestamp_ms' });
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();
export const NOW = sql`(unixepoch('subsec') * 1000)`;
