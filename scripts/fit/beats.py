"""
Fits the beat network (music/rhythm/pulse-network.ts) on what perform-beats.ts writes.

    python3 scripts/fit/beats.py --data FILE [FILE ...] --to music/rhythm/weights/pulse.json [--minutes N]

Needs PyTorch (Debian: python3-torch): fitting in it takes minutes where TypeScript would take
hours, and only the weights come into the project. One song in twenty is never fitted on; what
is printed is measured on those. The architecture is documented in music/rhythm/pulse-network.ts.
"""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from fitting import asked, fit, go_on
from packed import load, save

RATE = 50  # input frames a second; the trunk runs at half of that
FEATURES = 28
CHANNELS = 48
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
TAPS = 5
METRES = 9
IN_BAR = (2, 3, 4, 2, 3, 2, 3, 4, 5)  # beats, for each of the metres of pulse-network.ts
PERIODS = 24
SHORTEST, LONGEST = 0.22, 3.2  # seconds of a beat at the first and last of PERIODS
SHORTEST_BAR, LONGEST_BAR = 0.5, 8.0  # and of a bar
CROP = 45.0
HELD_OUT = 20

options, chance = asked(30, 16, ['--start'])


def performances(path):
    raw = np.fromfile(path, dtype=np.int32)
    floats = raw.view(np.float32)
    at = 0
    while at < len(raw):
        onsets, beats, metre, song = (int(v) for v in raw[at : at + 4])
        at += 4
        times = floats[at : at + onsets]
        at += onsets
        rows = floats[at : at + onsets * FEATURES].reshape(onsets, FEATURES)
        at += onsets * FEATURES
        beat = floats[at : at + beats]
        at += beats
        down = floats[at : at + beats]
        at += beats
        yield times, rows, beat, down, metre, song


everything = [one for path in options.data for one in performances(path)]
test = [one for one in everything if one[5] >= 0 and one[5] % HELD_OUT == 0]
rest = [one for one in everything if one[5] < 0 or one[5] % HELD_OUT != 0]
some = np.concatenate([rest[i][1] for i in range(0, len(rest), max(1, len(rest) // 2000))])
SCALE = 1 / np.maximum(0.1, some.std(0))
SCALE[0] = 1
if options.start:
    known = load(options.start)
    SCALE = known['scale'].astype(np.float32)
print(f'{len(rest)} performances to fit on, {len(test)} to measure on', flush=True)


def batch(pieces, crop=True):
    frames = []
    for times, rows, beat, down, metre, _ in pieces:
        start = beat[0] - 0.5
        length = min(CROP, beat[-1] - start + 1.0) if crop else beat[-1] - start + 1.0
        slack = beat[-1] + 1.0 - start - length
        begin = start + (chance.random() * slack if crop and slack > 0 else 0)
        frames.append((begin, length))
    total = max(int(math.ceil(length * RATE / 2)) for _, length in frames) * 2
    x = np.zeros((len(pieces), FEATURES, total), np.float32)
    beats = np.zeros((len(pieces), 2, total), np.float32)
    mask = np.zeros((len(pieces), total), np.float32)
    metres = np.zeros(len(pieces), np.int64)
    period = np.zeros((len(pieces), 2, total // 2), np.int64)
    for b, ((times, rows, beat, down, metre, _), (begin, length)) in enumerate(zip(pieces, frames)):
        at = (times - begin) * RATE
        inside = (at >= 0) & (at < total - 2)
        place = np.floor(at[inside]).astype(int)
        part = (at[inside] - place)[:, None].astype(np.float32)
        own = rows[inside] * SCALE
        np.add.at(x[b].T, place, own * (1 - part))
        np.add.at(x[b].T, place + 1, own * part)
        for row, chosen in ((0, beat), (1, beat[down > 0])):
            centre = np.round((chosen - begin) * RATE).astype(int)
            for off, value in ((2, 0.2), (-2, 0.2), (1, 0.6), (-1, 0.6), (0, 1.0)):
                there = centre + off
                there = there[(there >= 0) & (there < total)]
                beats[b, row, there] = np.maximum(beats[b, row, there], value)
        first, last = (beat[0] - begin - 0.3) * RATE, (beat[-1] - begin + 0.3) * RATE
        mask[b, max(0, int(first)) : max(0, min(int(last), int(length * RATE)))] = 1
        metres[b] = metre
        grid = begin + (np.arange(total // 2) * 2 + 0.5) / RATE
        k = np.clip(np.searchsorted(beat, grid) - 1, 0, len(beat) - 2)
        seconds = beat[k + 1] - beat[k]
        period[b, 0] = binned(seconds, SHORTEST, LONGEST)
        period[b, 1] = binned(seconds * IN_BAR[metre], SHORTEST_BAR, LONGEST_BAR)
    return [torch.from_numpy(a) for a in (x, beats, mask, metres, period)]


def binned(seconds, shortest, longest):
    share = np.log(np.clip(seconds, shortest, longest) / shortest) / math.log(longest / shortest)
    return np.round(share * (PERIODS - 1)).astype(int)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(FEATURES, CHANNELS, (1, 6), stride=(1, 2), padding=(0, 2))
        self.wide = nn.ModuleList(
            nn.Conv2d(CHANNELS, CHANNELS, (1, TAPS), dilation=(1, d), padding=(0, d * (TAPS // 2)))
            for d in DILATIONS
        )
        self.mix = nn.ModuleList(nn.Conv2d(CHANNELS, CHANNELS, 1) for _ in DILATIONS)
        for layer in self.mix:
            nn.init.normal_(layer.weight, 0, 0.05)
            nn.init.zeros_(layer.bias)
        self.last = nn.Conv2d(CHANNELS, 4 + METRES + 2 * PERIODS, 1)
        nn.init.normal_(self.last.weight, 0, 0.02)
        with torch.no_grad():
            self.last.bias.zero_()
            self.last.bias[:4] = torch.tensor([-3.0, -3.0, -4.0, -4.0])

    def forward(self, x):
        h = self.first(x[:, :, None].contiguous(memory_format=torch.channels_last))
        for wide, mix in zip(self.wide, self.mix):
            h = h + mix(F.dropout(F.relu(wide(h)), 0.05, self.training))
        out = self.last(F.relu(h))[:, :, 0]
        # Two frames of each: beat, beat, downbeat, downbeat.
        ticks = out[:, :4].reshape(len(x), 2, 2, -1).permute(0, 1, 3, 2).reshape(len(x), 2, -1)
        return ticks, out[:, 4 : 4 + METRES], out[:, 4 + METRES :].reshape(len(x), 2, PERIODS, -1)


def losses(network, pieces, crop=True):
    x, beats, mask, metres, period = batch(pieces, crop)
    ticks, metre, speed = network(x)
    each = F.binary_cross_entropy_with_logits(ticks, beats, reduction='none') * mask[:, None]
    norm = mask.sum()
    tick = each.sum((0, 2)) / norm
    half = mask[:, ::2]
    named = F.cross_entropy(metre, metres[:, None].expand(-1, metre.shape[2]), reduction='none')
    paced = sum(F.cross_entropy(speed[:, i], period[:, i], reduction='none') for i in (0, 1))
    share = half.sum()
    right = ((metre * half[:, None]).sum(2).argmax(1) == metres).float().mean()
    return tick[0], tick[1], (named * half).sum() / share, (paced * half).sum() / share, right


network = Network()
if options.start:
    go_on(network, known)


def keep(state):
    save(options.to, state, {'scale': SCALE})


# Losses of beats, of downbeats, of the metre, of lengths; how often the metre is right.
fit(network, losses, (1, 1, 0.1, 0.03, 0), rest, test, options, 1e-3, keep, chance)
