/** Everything long-lived, built once and handed down by context. The only place that says `new`. */
import { createContext } from 'svelte';
import { Transcriber } from '#models/client.ts';
import { secondsAMinute } from '#models/engine/pace.ts';
import { forget, recall, remember } from '#models/memory.ts';
import { startRecording, takeFile } from '#app/audio/record.ts';
import { copyTitle, deviceOf } from '#app/copy-title.ts';
import { Excerpt } from '#app/audio/excerpt.ts';
import { ensureHeavy } from '#app/assets/heavy.ts';
import { Account, type Person } from '#app/state/account.svelte.ts';
import { Advice } from '#app/state/advice.svelte.ts';
import { Away } from '#app/state/away.svelte.ts';
import { Beats } from '#app/state/beats.svelte.ts';
import { Discover } from '#app/state/discover.svelte.ts';
import { Doubt } from '#app/state/doubt.svelte.ts';
import { Doorway } from '#app/state/doorway.svelte.ts';
import { Ear } from '#app/state/ear.svelte.ts';
import { Errand } from '#app/state/errand.ts';
import { Hearing } from '#app/state/hearing.svelte.ts';
import { Intake } from '#app/state/intake.ts';
import { KeptTakes } from '#app/state/kept-takes.svelte.ts';
import { Library } from '#app/state/library.svelte.ts';
import { MissingTape } from '#app/state/missing-tape.svelte.ts';
import { Notices } from '#app/state/notices.svelte.ts';
import { OwnAccount } from '#app/state/own-account.svelte.ts';
import { Passkeys } from '#app/state/passkeys.svelte.ts';
import { PlayerState } from '#app/state/player.svelte.ts';
import { Practice } from '#app/state/practice.svelte.ts';
import { PracticeTimer } from '#app/state/practice-timer.svelte.ts';
import { Recorder } from '#app/state/recorder.svelte.ts';
import { Reports } from '#app/state/reports.svelte.ts';
import { Sharing } from '#app/state/sharing.svelte.ts';
import { SharedScore } from '#app/state/shared-score.svelte.ts';
import { PreferenceStore } from '#app/state/preferences.svelte.ts';
import { Syncing, tabChorus } from '#app/state/syncing.svelte.ts';
import { Tapes } from '#app/state/tapes.svelte.ts';
import { Transcription } from '#app/state/transcription.svelte.ts';
import { tabNews, Turns } from '#app/state/turns.svelte.ts';
import { Workspace } from '#app/state/workspace.svelte.ts';
import { PublicShelf } from '#app/discover/shelf.ts';
import { Links } from '#app/sharing/links.ts';
import { Database, DATABASE, type Condition } from '#app/store/db.ts';
import { browserLocks } from '#app/store/locks.ts';
import { PracticeStore } from '#app/store/practice.ts';
import { Recordings } from '#app/store/recordings.ts';
import { Scores } from '#app/store/scores.ts';
import { Takes } from '#app/store/takes.ts';
import { keepTape } from '#app/store/tapes.ts';
import { askForBackground } from '#app/sync/ask-background.ts';
import { goalOfAccount } from '#app/sync/goal.ts';
import { patience, pause } from '#app/sync/patience.ts';
import { remote } from '#app/sync/remote.ts';
import { recordingName } from '#app/words.ts';
import { Adviser } from '#app/writing/adviser.ts';
import { Writer } from '#app/writing/client.ts';

export interface Services {
	readonly account: Account;
	/** Recordings that a server hears. */
	readonly away: Away;
	readonly ear: Ear;
	/** What waits for somebody to sign in. */
	readonly errand: Errand;
	readonly recordings: Recordings;
	readonly library: Library;
	readonly syncing: Syncing;
	/** Recordings in the account. */
	readonly tapes: Tapes;
	readonly transcription: Transcription;
	readonly writer: Pick<Writer, 'warmUp'>;
	readonly doorway: Doorway;
	readonly recorder: Recorder;
	readonly keptTakes: KeptTakes;
	readonly turns: Turns;
	readonly discover: Discover;
	readonly notices: Notices;
	readonly preferences: PreferenceStore;
	readonly practice: Practice;
	readonly openWorkspace: (id: string) => Workspace;
	readonly openPlayer: () => PlayerState;
	/** For a score of somebody else: it leaves this device's own speed and gains alone. */
	readonly openGuestPlayer: () => PlayerState;
	readonly openShared: (token: string) => SharedScore;
	/** For a score of one's own. */
	readonly openReports: () => Reports;
	readonly openSharing: (id: string) => Sharing;
	readonly openHearing: (id: string) => Hearing;
	readonly openMissingTape: () => MissingTape;
	readonly openAccount: () => OwnAccount;
	readonly openPasskeys: () => Passkeys;
	readonly openAdvice: (workspace: Workspace) => Advice;
	readonly openBeats: (workspace: Workspace, player: PlayerState) => Beats;
	readonly openPracticeTimer: (id: string, player: PlayerState) => PracticeTimer;
	readonly openDoubt: (workspace: Workspace, player: PlayerState) => Doubt;
}

/** What the page lends: the picker it holds, the router it has, and how it hears of storage. */
interface Page {
	readonly choose: () => void;
	readonly open: (id: string) => void;
	readonly onCondition: (condition: Condition) => void;
}

export function createServices({ choose, open, onCondition }: Page): Services {
	const now = (): number => Date.now();
	const newId = (): string => crypto.randomUUID();
	const database = new Database(DATABASE, onCondition);
	/** What this device calls a version that has lost its place to another one. */
	const ownTitle = (title: string, changed: number): string => {
		const device = deviceOf(navigator.userAgent);
		return copyTitle(title, changed, account.person && { name: account.person.name, device });
	};
	const scores = new Scores(database, {
		newId,
		title: (title, changed) => copyTitle(title, changed, null)
	});
	const recordings = new Recordings(database);
	const locks = browserLocks();
	const turns = new Turns(locks, tabNews());
	const server = remote();
	const account = new Account({ remote: server, storage: localStorage });
	const syncing = new Syncing({
		database,
		chorus: tabChorus(),
		open: async (id, onActivity) => {
			const { openEngine } = await import('#app/sync/engine.ts');
			const chance = Math.random;
			const title = ownTitle;
			const server = remote(id);
			const who = (): Person | null => account.person;
			return openEngine({ database, server, locks, newId, chance, title, who, onActivity });
		},
		onLeftBehind: () => void askForBackground(),
		onStranger: () => void account.refresh()
	});
	const tapes = new Tapes(database);
	const writer = new Writer();
	const transcriber = new Transcriber();
	const links = new Links(server);
	const discover = new Discover({ shelf: new PublicShelf(server), links, writer });
	const library = new Library({ scores, writer, now, newId });
	const preferences = new PreferenceStore(localStorage);
	const offset = (): number => -new Date().getTimezoneOffset();
	const practice = new Practice({
		store: new PracticeStore(database),
		locks,
		now,
		offset,
		account: { signedIn: () => account.signedIn, goal: goalOfAccount(server) }
	});
	const browser = navigator.userAgent;
	const ear = new Ear({
		preferences,
		recall: () => recall(localStorage, browser),
		paceOf: secondsAMinute,
		choose: (engine) => {
			const tried = recall(localStorage, browser)?.tried ?? [];
			if (engine) remember(localStorage, browser, { engine, tried });
			else forget(localStorage);
			transcriber.dispose();
		}
	});
	const onHeard = (): void => {
		ear.refresh();
		void library.protect();
	};
	const transcription = new Transcription({
		transcriber,
		prepare: (signal, onProgress) => ensureHeavy('ear', { signal, onProgress }),
		writer,
		scores,
		recordings,
		turns,
		now,
		onEngine: () => ear.refresh(),
		onHeard
	});
	const away = new Away({
		open: async (person) => (await import('#app/away/far-ear.ts')).farEar(remote(person), person),
		scores,
		recordings,
		writer,
		locks,
		now,
		newId,
		pause: (failures, said, signal) => pause(patience(failures, Math.random(), said), signal),
		onHeard: () => void library.protect(),
		onSignedOut: () => void account.refresh()
	});
	const errand = new Errand(sessionStorage);
	const intake = new Intake({ scores, recordings, transcription, writer, now, newId });
	const keptTakes = new KeptTakes({
		takes: new Takes(database),
		locks,
		now,
		newId,
		file: (pieces, begun) => takeFile(pieces, recordingName(new Date(begun))),
		take: (file) => doorway.take([file])
	});
	const recorder = new Recorder({
		start: startRecording,
		name: () => recordingName(new Date(now())),
		nextFrame,
		keep: () => keptTakes.begin(),
		onFile: (file) => doorway.take([file])
	});
	const doorway = new Doorway(intake, {
		choose,
		open,
		record: (source) => void recorder.start(source)
	});
	return {
		account,
		away,
		ear,
		errand,
		recordings,
		library,
		syncing,
		tapes,
		transcription,
		writer,
		doorway,
		recorder,
		keptTakes,
		turns,
		discover,
		notices: new Notices(),
		preferences,
		practice,
		openPlayer: () => openPlayer(localStorage),
		openGuestPlayer: () => openPlayer(null),
		openReports: () => new Reports(links),
		openSharing: (id) => new Sharing(id, links),
		openShared: (token) => new SharedScore(token, { links, writer, scores, now, newId }),
		openHearing: (id) => new Hearing({ account, away, ear, errand, library, transcription }, id),
		openMissingTape: () =>
			new MissingTape({
				open: async () => (await import('#app/sync/tape-transport.ts')).tapeTransport(server),
				keep: (id, file) => keepTape(database, id, file),
				eager: () => tapes.on
			}),
		openAccount: () => new OwnAccount({ remote: server, account }),
		openPasskeys: () => new Passkeys({ remote: server, account }),
		openAdvice: (workspace) => new Advice({ workspace, adviser: new Adviser() }),
		openBeats: (workspace, player) => new Beats({ workspace, player }),
		openPracticeTimer: (id, player) =>
			new PracticeTimer(id, {
				practice,
				player,
				now,
				offset,
				elapsed: () => performance.now(),
				newId
			}),
		openDoubt: (workspace, player) => new Doubt({ workspace, player, excerpt: new Excerpt() }),
		openWorkspace: (id) => new Workspace(id, { scores, recordings, transcriber, writer, now })
	};
}

/** The player's module is big and comes when a score is opened. */
const openPlayer = (storage: Storage | null): PlayerState =>
	new PlayerState({
		createPlayer: async (onState) => {
			const { Player } = await import('#app/audio/player.ts');
			const ensureFiles = async (signal: AbortSignal): Promise<boolean> =>
				(await ensureHeavy('sound', { signal })).ok;
			return new Player({ files: SOUND_FILES, ensureFiles, onState });
		},
		storage,
		nextFrame
	});

function nextFrame(callback: () => void): () => void {
	const frame = requestAnimationFrame(callback);
	return () => cancelAnimationFrame(frame);
}

const SOUND_FILES = {
	processorUrl: '/heavy/sound/spessasynth_processor.min.js',
	soundfontUrl: '/heavy/sound/sonivox.sf3',
	stretchUrl: '/heavy/sound/signalsmith-stretch.mjs'
} as const;

export const [useServices, provideServices] = createContext<Services>();
