"""
Fits the bar network (music/rhythm/bar-network.ts) on what perform-bars.ts writes.

    python3 scripts/fit/bars.py --data FILE [FILE ...] --to music/rhythm/weights/bars.json [--minutes N]

Needs PyTorch (Debian: python3-torch), as beats.py does and for the same reason. One song in
twenty is never fitted on; what is printed is measured on those.
"""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from fitting import asked, fit, go_on
from packed import load, save

FEATURES = 64
CHANNELS = 32
DILATIONS = (1, 2, 4, 8, 16)
TAPS = 5
METRES = 9
HELD_OUT = 20
WAYS = 8  # of each performance at once
SHORTEST = 0.5  # of a performance is seen
DROPOUT = 0.2
LOST = 0.02  # of the features of a counting

options, chance = asked(15, 6, ['--start'])


def countings(path):
    raw = np.fromfile(path, dtype=np.int32)
    floats = raw.view(np.float32)
    at = 0
    while at < len(raw):
        beats, metre, song, way = (int(v) for v in raw[at : at + 4])
        worth = float(floats[at + 4])
        at += 5
        if at + beats * (FEATURES + 1) > len(raw):
            break  # the writing was cut short
        rows = floats[at : at + beats * FEATURES].reshape(beats, FEATURES)
        at += beats * FEATURES
        down = floats[at : at + beats]
        at += beats
        yield rows, down, metre, worth, song, way


def performances(path):
    """The countings of each performance together: the best is the first."""
    group = []
    for one in countings(path):
        if group and one[5] == 0:
            yield group
            group = []
        group.append(one)


everything = [group for path in options.data for group in performances(path) if len(group) > 1]
test = [group for group in everything if group[0][4] >= 0 and group[0][4] % HELD_OUT == 0]
rest = [group for group in everything if group[0][4] < 0 or group[0][4] % HELD_OUT != 0]
some = np.concatenate([rest[i][0][0] for i in range(0, len(rest), max(1, len(rest) // 3000))])
MEAN = some.mean(0)
SCALE = 1 / np.maximum(0.05, some.std(0))
if options.start:
    known = load(options.start)
    MEAN, SCALE = known['mean'].astype(np.float32), known['scale'].astype(np.float32)
print(f'{len(rest)} performances to fit on, {len(test)} to measure on', flush=True)


def batch(pieces):
    total = max(len(rows) for rows, *_ in pieces)
    x = np.zeros((len(pieces), FEATURES, total), np.float32)
    down = np.zeros((len(pieces), total), np.float32)
    mask = np.zeros((len(pieces), total), np.float32)
    for b, (rows, downbeats, *_) in enumerate(pieces):
        x[b, :, : len(rows)] = ((rows - MEAN) * SCALE).T
        down[b, : len(rows)] = downbeats
        mask[b, : len(rows)] = 1
    metre = np.array([one[2] for one in pieces])
    worth = np.array([one[3] for one in pieces], np.float32)
    right = np.clip((worth - 0.2) / 0.75, 0, 1) ** 2
    return [torch.from_numpy(a) for a in (x, down, mask, metre, right)]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(FEATURES, CHANNELS, 1)
        self.wide = nn.ModuleList(
            nn.Conv2d(CHANNELS, CHANNELS, (1, TAPS), dilation=(1, d), padding=(0, d * (TAPS // 2)))
            for d in DILATIONS
        )
        self.mix = nn.ModuleList(nn.Conv2d(CHANNELS, CHANNELS, 1) for _ in DILATIONS)
        for layer in self.mix:
            nn.init.normal_(layer.weight, 0, 0.05)
            nn.init.zeros_(layer.bias)
        self.last = nn.Conv2d(CHANNELS, 2 + METRES, 1)

    def forward(self, x, mask):
        inside = mask[:, None, None]
        if self.training:
            x = x * (torch.rand(*x.shape[:2], 1) > LOST)
        h = self.first(x[:, :, None]) * inside
        for wide, mix in zip(self.wide, self.mix):
            h = (h + mix(F.dropout(F.relu(wide(h)), DROPOUT, self.training))) * inside
        out = self.last(F.dropout(F.relu(h), DROPOUT / 2, self.training))[:, :, 0]
        whole = (out[:, 1:] * mask[:, None]).sum(2) / mask.sum(1)[:, None]
        return out[:, 0], whole[:, 0], whole[:, 1:]


def part(group):
    """The best and some other ways to count a stretch of a performance: what is fitted on is not seen whole again."""
    others = 1 + chance.permutation(len(group) - 1)[: WAYS - 1]
    share = chance.uniform(SHORTEST, 1) if chance.random() < 0.8 else 1
    begin = chance.uniform(0, 1 - share)
    ways = []
    for rows, down, *rest in (group[0], *(group[i] for i in others)):
        first = int(len(rows) * begin)
        last = max(first + 8, int(len(rows) * (begin + share)))
        ways.append((rows[first:last], down[first:last], *rest))
    return ways


def losses(network, groups):
    if network.training:
        groups = [part(group) for group in groups]
    pieces = [one for group in groups for one in group]
    x, down, mask, metre, right = batch(pieces)
    downs, level, metres = network(x, mask)
    each = F.binary_cross_entropy_with_logits(downs, down, reduction='none') * mask
    # Where it is counted rightly the bars matter most.
    weight = (0.3 + 0.7 * right)[:, None]
    bars = (each * weight).sum() / (mask * weight).sum()
    levels = F.binary_cross_entropy_with_logits(level, right)
    # Among the ways to count one performance the best is to be found.
    ranks, found, at = [], [], 0
    for group in groups:
        own = level[at : at + len(group)]
        worth = torch.tensor([one[3] for one in group])
        ranks.append(-(F.softmax(worth / 0.05, 0) * F.log_softmax(own, 0)).sum())
        found.append(worth[own.argmax()])
        at += len(group)
    ranked = torch.stack(ranks).mean()
    named = (F.cross_entropy(metres, metre, reduction='none') * right).sum() / right.sum().clamp(1)
    sure = torch.stack(found).mean()
    called = ((metres.argmax(1) == metre) * right).sum() / right.sum().clamp(1)
    return bars, 0.3 * levels + ranked, named, sure, called


network = Network()
if options.start:
    go_on(network, known)


def keep(state):
    save(options.to, state, {'mean': MEAN, 'scale': SCALE})


# Losses of downbeats, of ways to count, of the metre; F1 of the way that is chosen, how often the metre is right.
fit(network, losses, (1, 0.8, 0.15, 0, 0), rest, test, options, 3e-2, keep, chance)
