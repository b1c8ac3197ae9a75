/**
 * The proportions of the page, from the project's design reference. One unit is
 * a tenth of a staff space, VexFlow's own unit; the plan turns units into CSS pixels.
 */

/** Units in a staff space. */
export const SPACE = 10;

/** Height of a five-line staff. */
export const STAFF = 4 * SPACE;

/** Distance of two tab lines. */
export const TAB_LINE = 1.5 * SPACE;

/** From the top of a system to its top staff line: room for chord symbols. Grows when notes need it. */
export const HEADROOM = 6 * SPACE;

/** From the bottom staff line to the top tab line, at least. */
export const STAFF_TO_TAB = 6 * SPACE;

/** From the bottom line of the upper staff to the top line of the lower one, at least. */
export const STAFF_TO_STAFF = 7 * SPACE;

/** From the bottom staff line to the end of a system that has no tab, at least. */
export const FOOTROOM = 2.4 * SPACE;

/** From the last line to the next system. */
export const SYSTEM_GAP = 3.2 * SPACE;

/** Clear paper kept between what two staves reach towards one another. */
export const CLEARANCE = 1.2 * SPACE;

/** From the lowest thing under a staff to the top tab line, whose digits rise above it by half their height. */
export const TAB_CLEARANCE = 1.1 * SPACE;

/** Half of a black notehead: heads, digits and the cursor share the axis in its middle. */
export const HALF_HEAD = 5.9;

/** From a bar line to the left edge of the first head or accidental. */
export const BAR_LEAD = 13;

/** Between what stands at two neighbouring onsets, at least. */
export const ONSET_GAP = 4;

/** Before a bar line, at least, counted from the last head's axis beyond its own right side. */
export const BAR_TAIL = 9;

/** Room of the brace, left of a grand staff. */
export const BRACE = 14;

/** Stem of a second voice's note on ledger lines that points away from the staff. */
export const OUTWARD_STEM = 27;

/** Horizontal space of a gap of `beats` quarter notes, in springs: twice as long is 1.41 times as wide. */
export const spring = (beats: number): number => Math.max(0.6, 1.3 * Math.sqrt(beats));

/** A system is broken earlier rather than squeezed: 2.6 spaces for an eighth note. */
export const TIGHTEST_SPRING = (2.6 * SPACE) / spring(0.5);

/** The last system is not blown up to the full width when it holds little. */
export const LOOSEST_SPRING = 6.4 * SPACE;

/** Baseline of the chord symbols above the top line, at least; they rise over notes that are higher. */
export const SYMBOL_RISE = 4.2 * SPACE;

/** From there to their tops, raised figures included. */
export const SYMBOL_HEIGHT = 13;

/** Of the box around a section mark. */
export const MARK_HEIGHT = 18;
