/** Small pictures of the three kinds that may be sent up, and a PNG that only says it is large. */
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

export const PNG = bytes(
	'iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAIAAADkharWAAAACXBIWXMAAAABAAAAAQBPJcTWAAAAZElEQVR4nOWRwQmAQAwEtxPtRDvRTrQT7UQ70U7GS7iI4IHc25DAbtjJJ5IX3mnIEpJCt7OFl56AZwqA33oBkSkDBKIg+ATyzV8CZkax60ATasz3YrX4gjpaMYvT/IaGeqD20xcrswkGLS5PHAAAAABJRU5ErkJggg=='
);

export const JPEG = bytes(
	'/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgQEBMQExYWFhYWFhoYGhsbGxoaGhobGxsdHR0iIiIdHR0bGx0dICAiIiUmJSMjIiMmJigoKDAwLi44ODpFRVP/xABwAAADAQAAAAAAAAAAAAAAAAACBgQHAQEBAQEAAAAAAAAAAAAAAAAGBQMHEAACAQMEAQUBAQAAAAAAAAABAgMEIRExEgAFYYFxgiPwQVERAAICAQQCAwEBAAAAAAAAAAIBEQMEMQAhElEFIhNBFDL/wAARCAAMABADARIAAhIAAxIA/9oADAMBAAIRAxEAPwBGWNU6mJhnMhct8ZcD955ZDXsaBQYKYiPQGO13vkbvX3429NSA2OyPmXE/qUPheFwm/L2Y9Thu7JsnKywQdIELoHlE9Ifje1OSd9WfUaDrijjjVArsvuNmclr8mhlaQK4ndfMwq7sEsoWeOdkdxoarA+tnUeySbcLSXxvT6qqkpezpymPsmjjYHQrIY0J1FwGJU/744JoEn7MK8s5sXB3jKMmwgplTgg/3Ww5zT05klCfBarzDJrab1uesmoh/lw6uoyiqp6l/qNez3Ax8eq2z2dpAmdLxHWX6PYSEofhp8rTR6pbww7ywrMgEhtTux6yd0mzRUXWSfK7MXWus6Jvf/9k='
);

export const WEBP = bytes(
	'UklGRtgAAABXRUJQVlA4IMwAAABQAwCdASoQAAwAAgA0JbACdHIr+2Z7gHSReS07wAVQhcBMaAD++WeY9+5Q/ziPLtwef/gjBf+/QZi/4xO2+l+bzZtSj8+0ej+4o6jaH7tStQ59z//ebZxWj/Ux//8JkRv4m5H+Uf/Gqy+OiBd3Lb6PouNvJUT1fycMpLTD/6JHR/85j61k/kMF//3+BpHmUmtHY//CrdcMCQ+4L5m0Ynzruv/vRUZXV+RL/ztOyuP/iOj/oeoOvtaSPUP37/TPxKQ3x//vhAV/tNskQAA='
);

/** A few bytes that claim to unfold to `width` × `height`. */
export function bigPng(width: number, height: number): Buffer {
	const claim = Buffer.from(PNG);
	claim.writeUInt32BE(width, 16);
	claim.writeUInt32BE(height, 20);
	return claim;
}
