"""The weights of a network as whole numbers of eight bits, with one unit for each output, as JSON."""
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


def load(path):
    """What `save` wrote: the rows of each weight, and all else, as arrays."""
    with open(path) as file:
        packed = json.load(file)
    return {
        name: np.array(value['values']).reshape(len(value['unit']), -1) * np.array(value['unit'])[:, None]
        if isinstance(value, dict)
        else np.array(value)
        for name, value in packed.items()
    }
