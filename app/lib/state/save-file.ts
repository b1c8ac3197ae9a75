/** Hands a file to the person: the browser's download, which works offline and everywhere. */

export function saveFile(content: Blob, name: string): void {
	const url = URL.createObjectURL(content);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The download has begun once the click has been handled; the address is not needed after that.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as a file name that every system accepts. */
export function fileName(title: string, ending: string): string {
	const safe = title
		.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ')
		.trim()
		.slice(0, 120);
	return `${safe || 'score'}.${ending}`;
}
