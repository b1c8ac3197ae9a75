"""The loop that fits a network: Adam with a warm start and a cosine's end; what is kept is a running mean."""
import argparse
import math
import time

import numpy as np
import torch
import torch.nn as nn


def asked(minutes, batch, more=()):
    """What is asked for on the command line, with these defaults, and the dice. One thread: more only wait for each other."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', nargs='+', required=True)
    parser.add_argument('--to', required=True)
    parser.add_argument('--minutes', type=float, default=minutes)
    parser.add_argument('--batch', type=int, default=batch)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--seed', type=int, default=1)
    for name in more:
        parser.add_argument(name)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    return options, np.random.default_rng(options.seed)


def go_on(network, known):
    """
    Goes on from weights that are known. Where they are of fewer channels, the others begin by chance and are
    not listened to yet: what the network says is the same (Chen, Goodfellow and Shlens, Net2Net, ICLR 2016).
    """
    width = len(known['first.bias'])
    with torch.no_grad():
        for key, value in network.state_dict().items():
            own = torch.from_numpy(known[key])
            if key.endswith('bias'):
                value[: len(own)] = own
            else:
                inputs = value.shape[1] if key == 'first.weight' else width
                value[: len(own), inputs:] = 0
                value[: len(own), :inputs] = own.reshape(len(own), inputs, 1, -1)


def fit(network, losses, weights, rest, test, options, decay, keep, chance):
    """
    `losses(network, pieces)` gives scalars; their sum by `weights` is made small on `rest`. The means over `test`,
    which is never fitted on, are printed. `keep(state)` is called now and then, and at the end.
    """
    average = {k: v.clone() for k, v in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), options.rate, weight_decay=decay)
    began = time.time()
    seen = []
    step = 0
    while (share := (time.time() - began) / (60 * options.minutes)) < 1:
        warm = min(1, (step + 1) / 150)
        rate = options.rate * warm * 0.5 * (1 + math.cos(math.pi * share))
        optimiser.param_groups[0]['lr'] = rate
        pieces = [rest[i] for i in chance.integers(0, len(rest), options.batch)]
        result = losses(network, pieces)
        optimiser.zero_grad()
        sum(weight * value for weight, value in zip(weights, result)).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        held = min(0.998, step / (step + 10))
        for key, value in network.state_dict().items():
            average[key].mul_(held).add_(value, alpha=1 - held)
        seen.append([float(value) for value in result])
        step += 1
        if step % 500 == 0:
            means = np.round(np.mean(seen, 0), 4)
            print(step, f'{share:.2f}', means, measured(network, average, losses, test), flush=True)
            seen = []
            keep(average)
    keep(average)
    print('held out:', measured(network, average, losses, test))


def measured(network, average, losses, test, size=16):
    own = {k: v.clone() for k, v in network.state_dict().items()}
    network.load_state_dict(average)
    network.eval()
    with torch.no_grad():
        parts = [test[i : i + size] for i in range(0, min(len(test), 640), size)]
        rows = [[float(value) for value in losses(network, part)] for part in parts]
    network.train()
    network.load_state_dict(own)
    return np.round(np.mean(rows, 0), 4)
