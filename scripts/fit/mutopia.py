"""
Music of the Mutopia Project as scripts/fit/engraved.ts reads it:

    python3 scripts/fit/mutopia.py --from COPY --to DIR

COPY is a copy of github.com/MutopiaProject/MutopiaProject, which is brought up to date in place. Only pieces that
are in the public domain or under CC BY are taken, nothing under ShareAlike, and no work that is in the evaluation
sets. Needs LilyPond 2.24 (Debian: lilypond). DIR gets a file for each score, and who engraved it in pieces.tsv.
"""
import argparse
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOGETHER = 10  # pieces for each start of LilyPond
SETTINGS = Path(__file__).with_name('engraved.ily').resolve()
NOT_FREE = r'share.?alike|by-sa|non-?commercial|nc-sa|noderiv|free art'
NOT_TAKEN = r'koto|shamisen|percussion|orchestra|conductor|choir|ttbb|band'
# Composer and work: what the recordings of docs/accuracy.md play, and what stands beside it in the same opus.
MEASURED = (
    ('bach', r'bwv[-_ ]?(846|100[1-6])'),
    ('chopin', r'o(10|28|33|68)/|op\.? ?(10|28|33|68)\b'),
    ('mozart', r'kv?[-_ ]?\.? ?(310|331)'),
    ('beethoven', r'o13/|op\.? ?13\b|pathet'),
    ('schumann', r'o(15|16)/|op\.? ?(15|16)\b'),
    ('tchaik', r'o37|op\.? ?37'),
    ('grieg', r'o43/|op\.? ?43\b'),
    ('debussy', r'bergam|l75|menuet'),
    ('alb[eé]niz', ''),
    ('borodin', ''),
    ('liszt', r'trans|s139|feux|[eé]tude'),
    ('schubert', r'd-?911|winterreise|d\.? ?911'),
    ('', r'greensleeves|rising.?sun|what.child'),
)


def field(text, *names):
    for name in names:
        found = re.search(rf'^\s*{name}\s*=\s*(?:\\markup\s*)?(.*)$', text, re.M)
        if found:
            return found.group(1).strip(' "{}\r')
    return ''


def piece(root, path):
    """What is known of a piece; None when it is not taken."""
    text = path.read_text('utf8', 'replace')
    if not re.search('mutopiacomposer|mutopiatitle', text):
        return None
    said = (field(text, 'license', 'mutopialicense') + ' ' + field(text, 'copyright')).lower()
    if re.search(NOT_FREE, text.lower()):
        return None
    if re.search(r'public ?domain|cc0', said):
        licence = 'public domain'
    elif re.search(r'creative commons attribution|by/[0-9]', said):
        licence = 'CC BY'
    else:
        return None
    name = path.relative_to(root).as_posix()
    instrument = field(text, 'mutopiainstrument', 'instrument').lower()
    composer = field(text, 'mutopiacomposer')
    who = f'{composer} {name.split("/")[0]}'.lower()
    what = f'{name} {field(text, "mutopiatitle", "title")} {field(text, "mutopiaopus", "opus")}'.lower()
    if re.search(NOT_TAKEN, instrument):
        return None
    if any(re.search(composed, who) and re.search(work, what) for composed, work in MEASURED):
        return None
    if name.endswith('-let.ly') and path.with_name(path.name.replace('-let.ly', '-a4.ly')).exists():
        return None  # the same on other paper
    return path, name[:-3].replace('/', '~'), licence, field(text, 'maintainer')


def engrave(pieces, to):
    """Only as far as what sounds is known: each score is a file `<piece>-<number>.dump`."""
    with tempfile.TemporaryDirectory() as folder:
        command = ['lilypond', f'-dinclude-settings={SETTINGS}', '-dno-print-pages', '-drelative-includes']
        left = [str(path) for path, *_ in pieces]
        while left:
            # A piece that it stumbles over ends it: then it goes on with the next.
            told = subprocess.run([*command, *left], cwd=folder, capture_output=True).stderr
            left = left[max(1, told.count(b'Processing `')) :]
        for path, name, *_ in pieces:
            for score in Path(folder).glob(f'{path.stem}-[0-9][0-9].dump'):
                shutil.move(score, to / (name + score.name[len(path.stem) :]))


def together(pieces):
    """Some at a time, of different names."""
    group = []
    for one in pieces:
        if len(group) == TOGETHER or any(one[0].name == other[0].name for other in group):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


parser = argparse.ArgumentParser()
parser.add_argument('--from', dest='copy', type=Path, required=True)
parser.add_argument('--to', type=Path, required=True)
options = parser.parse_args()
root = (options.copy / 'ftp').resolve()
options.to.mkdir(parents=True, exist_ok=True)
sources = [path for path in sorted(root.rglob('*')) if path.suffix in ('.ly', '.ily', '.lyi')]
for i in range(0, len(sources), 60):
    subprocess.run(['convert-ly', '-e', '-d', *sources[i : i + 60]], capture_output=True)
taken = [one for path in sources if path.suffix == '.ly' and (one := piece(root, path))]
with open(options.to / 'pieces.tsv', 'w') as table:
    table.writelines('\t'.join(rest) + '\n' for _, *rest in taken)
with ThreadPoolExecutor(2) as workers:
    list(workers.map(lambda group: engrave(group, options.to), together(taken)))
print(len(taken), 'pieces,', len(list(options.to.glob('*.dump'))), 'scores')
