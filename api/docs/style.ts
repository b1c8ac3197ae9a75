/** What the page may load: its style sheet and the app's icon. */
export const POLICY =
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The style sheet of the page of the API: the app's colours and measures, in one small file. */
export const STYLE = `
:root { color-scheme: light dark; --desk: #e8e2d6; --chrome: #f3efe6; --page: #fbf8f0; --ink: #1d1b17;
	--ink-2: #555045; --line: #d8d1c2; --accent: #0b655f; --wash: #d9e8e2; --loss: #a32f26; --doubt: #8a5200; }
@media (prefers-color-scheme: dark) { :root { --desk: #131211; --chrome: #1c1a18; --page: #252220; --ink: #efe8da;
	--ink-2: #beb5a5; --line: #38342f; --accent: #55c4b6; --wash: #1d3d39; --loss: #ff9484; --doubt: #f0b75c; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 24px; background: var(--desk); }
body { margin: 0; display: grid; grid-template-columns: 304px minmax(0, 1fr); min-height: 100vh; color: var(--ink);
	font: 400 14px/20px Pretendard, system-ui, -apple-system, 'Apple SD Gothic Neo', 'Noto Sans KR', sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px 16px; background: var(--chrome);
	border-right: 1px solid var(--line); }
nav h2 { margin: 24px 8px 4px; font-size: 12px; line-height: 16px; font-weight: 600; color: var(--ink-2); }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li a { display: flex; gap: 4px; padding: 4px 8px; border-radius: 8px; text-decoration: none; overflow-wrap: anywhere; }
nav li a:hover { background: var(--wash); }
.home { padding: 0 8px; font-weight: 600; font-size: 16px; text-decoration: none; }
main { width: 100%; max-width: 912px; padding: 48px 48px 96px; }
h1 { margin: 0 0 16px; font-size: 32px; line-height: 40px; letter-spacing: -0.015em; font-weight: 600; }
h1 span { color: var(--ink-2); font-weight: 400; font-size: 20px; }
main h2 { margin: 48px 0 16px; font-size: 20px; line-height: 28px; font-weight: 600; }
h2::first-letter { text-transform: uppercase; }
h3 { margin: 0 0 8px; font-size: 16px; line-height: 24px; font-weight: 600; overflow-wrap: anywhere; }
h4, caption { margin: 16px 0 4px; font-size: 12px; line-height: 16px; font-weight: 600; color: var(--ink-2);
	text-align: left; }
article { margin: 0 0 16px; padding: 24px; border-radius: 8px; background: var(--page); border: 1px solid var(--line); }
article:target { border-color: var(--accent); }
p { margin: 4px 0; max-width: 72ch; }
a { color: inherit; }
a:hover { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre, .method, .status { font: 400 13px/20px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
pre { margin: 8px 0; padding: 12px 16px; overflow: auto; border-radius: 8px; background: var(--chrome); }
pre b, .status { font-weight: 600; }
pre i { color: var(--ink-2); }
.method { display: inline-block; flex: none; min-width: 48px; color: var(--accent); font-weight: 600; text-transform: uppercase; }
.method.delete { color: var(--loss); }
.method.post, .method.put, .method.patch { color: var(--doubt); }
table { width: 100%; border-collapse: collapse; }
caption { padding: 0; }
th, td { padding: 6px 12px 6px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top;
	font-weight: 400; }
th { width: 30%; }
td:nth-child(2) { width: 15%; color: var(--ink-2); }
@media (max-width: 833px) {
	body { display: block; }
	nav { position: static; height: auto; max-height: 50vh; border-right: 0; border-bottom: 1px solid var(--line); }
	main { padding: 24px 16px 64px; }
	article { padding: 16px; }
}
@media (pointer: coarse) { nav li a { padding: 12px 8px; } }
@media print { nav { display: none; } body { display: block; } }
`;
