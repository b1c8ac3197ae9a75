"""Writes the weights of a network as whole numbers of eight bits, with one unit for each output, as JSON."""
import json

import numpy as np


def save(path, state, more):
    packed = {name: [float(f'{v:.5g}') for v in values] for name, values in more.items()}
    for name, value in ((k, v.numpy()) for k, v in state.items()):
        if name.endswith('weight'):
            flat = value.reshape(len(value), -1)
            unit = np.maximum(np.abs(flat).max(1), 1e-6) / 127
            packed[name] = {
                'unit': [float(f'{v:.6g}') for v in unit],
                'values': np.round(flat / unit[:, None]).astype(int).ravel().tolist(),
            }
        else:
            packed[name] = [float(f'{v:.5g}') for v in value]
    with open(path, 'w') as file:
        json.dump(packed, file, separators=(',', ':'))
