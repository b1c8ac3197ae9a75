"""
The mean of two files of weights, of which one was fitted on from the other:

    python3 scripts/fit/mixed.py ONE OTHER --to FILE [--share N]
"""
import argparse

import torch

from packed import load, save

parser = argparse.ArgumentParser()
parser.add_argument('one')
parser.add_argument('other')
parser.add_argument('--to', required=True)
parser.add_argument('--share', type=float, default=0.5, help='how much of the other')
options = parser.parse_args()
one, other = load(options.one), load(options.other)
mixed = {name: (1 - options.share) * one[name] + options.share * other[name] for name in one}
given = ('mean', 'scale')
save(
    options.to,
    {name: torch.from_numpy(value) for name, value in mixed.items() if name not in given},
    {name: other[name] for name in given if name in other},
)
