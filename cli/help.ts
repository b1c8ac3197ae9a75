/** What `--help` says. */
export const HELP = `genesis: a recording becomes music on a page

  npm run -s genesis -- transcribe AUDIO [options]

AUDIO is wav, flac, mp3 or ogg; any other format, and video, is read by ffmpeg.

Results ('-' is standard output)
  --document FILE      the score as the app keeps it, to be opened there
  --json FILE          notes, beats, tempo, key and metre
  --musicxml FILE      MusicXML 4
  --midi FILE          Standard MIDI File
  --text-tab FILE      guitar tab as plain text

Hearing
  --preset NAME        'default', or 'published': the settings of basic-pitch 0.4
  --onset X            least onset strength that starts a note, 0-1
  --frame X            least strength that keeps a note sounding, 0-1
  --min-note MS        shortest note
  --fmin HZ            lowest frequency heard
  --fmax HZ            frequencies from here up are not heard
  --[no-]melodia       also find notes without an onset

Writing
  --tuning NOTES       open strings from the lowest: E2,A2,D3,G3,B3,E4
  --capo N             fret of the capo
  --tempo BPM          beats a minute, when it is known
  --instrument NAME    guitar, bass, ukulele, banjo, piano or melody; found in the music unless a tuning,
                       a capo or tab is asked for, which mean guitar

  --engine onnx        what runs the network (there is only this one here)

Exit codes: 0 done, 1 a bug, 2 called wrongly, 3 a file cannot be read or written
`;
