"""Makes reference_features.json: features of the extractors computed with PyTorch, from weights and images that are
functions of their names (see DeterministicFill). Needs torch and numpy; with the path of trained SqueezeNet weights (.npz)
as an argument it adds their features.

The networks are written here from the papers and from the layout of the published weight files, independently of the C#.
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

MASK = (1 << 64) - 1


def fill(key, count):
    """Evenly distributed numbers in [-1, 1): FNV-1a over the key, then SplitMix64."""
    h = 0xCBF29CE484222325
    for b in key.encode():
        h = ((h ^ b) * 0x100000001B3) & MASK
    with np.errstate(over="ignore"):
        z = np.uint64(h) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return 2 * ((z >> np.uint64(40)).astype(np.float64) / 16777216.0) - 1


def image(key, height, width):
    """Noise over a gradient, as bytes."""
    noise = fill(key, height * width * 3).reshape(height, width, 3)
    x = np.arange(width).reshape(1, -1, 1) / width
    y = np.arange(height).reshape(-1, 1, 1) / height
    return np.floor(127.5 + 60 * noise + 50 * (x - y)).astype(np.uint8)


class Weights:
    def __init__(self, table=None):
        self.table = table

    def get(self, name, shape, amplitude, offset=0.0):
        if self.table is not None:
            return torch.from_numpy(self.table[name])
        values = fill("w:" + name, int(np.prod(shape))) * amplitude + offset
        return torch.from_numpy(values.astype(np.float32).reshape(shape))

    def conv(self, name, inputs, outputs, kh, kw):
        return self.get(name, (outputs, inputs, kh, kw), np.sqrt(6.0 / (inputs * kh * kw)))


def squeezenet(pixels, weights):
    def conv(x, name, outputs, kernel, stride=1, padding=0):
        w = weights.conv(name + ".weight", x.shape[1], outputs, kernel, kernel)
        return F.relu(F.conv2d(x, w, weights.get(name + ".bias", (outputs,), 0.1), stride, padding))

    def fire(x, index, squeezed, expanded):
        s = conv(x, f"features.{index}.squeeze", squeezed, 1)
        return torch.cat([conv(s, f"features.{index}.expand1x1", expanded, 1),
                          conv(s, f"features.{index}.expand3x3", expanded, 3, padding=1)], 1)

    bgr = pixels[..., ::-1].astype(np.float32) - np.array([104, 117, 123], np.float32)
    x = torch.from_numpy(bgr.transpose(2, 0, 1)[None].copy())
    x = F.max_pool2d(conv(x, "features.0", 64, 3, stride=2), 3, 2, ceil_mode=True)
    x = F.max_pool2d(fire(fire(x, 3, 16, 64), 4, 16, 64), 3, 2, ceil_mode=True)
    x = F.max_pool2d(fire(fire(x, 6, 32, 128), 7, 32, 128), 3, 2, ceil_mode=True)
    x = fire(fire(fire(fire(x, 9, 48, 192), 10, 48, 192), 11, 64, 256), 12, 64, 256)
    return x.mean((2, 3))[0]


def inception(pixels, weights):
    def conv(x, name, outputs, kh, kw=None, stride=1, padding=(0, 0)):
        w = weights.conv(name + ".conv.weight", x.shape[1], outputs, kh, kw or kh)
        n = name + ".bn."
        gamma, beta = weights.get(n + "weight", (outputs,), 0.5, 1.0), weights.get(n + "bias", (outputs,), 0.1)
        mean, var = weights.get(n + "running_mean", (outputs,), 0.1), weights.get(n + "running_var", (outputs,), 0.5, 1.0)
        return F.relu(F.batch_norm(F.conv2d(x, w, None, stride, padding), mean, var, gamma, beta, False, 0.0, 1e-3))

    def mean_pool(x):
        return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)

    def a(x, n, pooled):
        return torch.cat([
            conv(x, n + ".branch1x1", 64, 1),
            conv(conv(x, n + ".branch5x5_1", 48, 1), n + ".branch5x5_2", 64, 5, padding=(2, 2)),
            conv(conv(conv(x, n + ".branch3x3dbl_1", 64, 1), n + ".branch3x3dbl_2", 96, 3, padding=(1, 1)), n + ".branch3x3dbl_3", 96, 3, padding=(1, 1)),
            conv(mean_pool(x), n + ".branch_pool", pooled, 1)], 1)

    def b(x, n):
        y = conv(conv(x, n + ".branch3x3dbl_1", 64, 1), n + ".branch3x3dbl_2", 96, 3, padding=(1, 1))
        return torch.cat([conv(x, n + ".branch3x3", 384, 3, stride=2), conv(y, n + ".branch3x3dbl_3", 96, 3, stride=2), F.max_pool2d(x, 3, 2)], 1)

    def c(x, n, w):
        y = conv(conv(x, n + ".branch7x7_1", w, 1), n + ".branch7x7_2", w, 1, 7, padding=(0, 3))
        z = conv(conv(x, n + ".branch7x7dbl_1", w, 1), n + ".branch7x7dbl_2", w, 7, 1, padding=(3, 0))
        z = conv(z, n + ".branch7x7dbl_3", w, 1, 7, padding=(0, 3))
        z = conv(z, n + ".branch7x7dbl_4", w, 7, 1, padding=(3, 0))
        return torch.cat([
            conv(x, n + ".branch1x1", 192, 1), conv(y, n + ".branch7x7_3", 192, 7, 1, padding=(3, 0)),
            conv(z, n + ".branch7x7dbl_5", 192, 1, 7, padding=(0, 3)), conv(mean_pool(x), n + ".branch_pool", 192, 1)], 1)

    def d(x, n):
        y = conv(conv(x, n + ".branch7x7x3_1", 192, 1), n + ".branch7x7x3_2", 192, 1, 7, padding=(0, 3))
        y = conv(conv(y, n + ".branch7x7x3_3", 192, 7, 1, padding=(3, 0)), n + ".branch7x7x3_4", 192, 3, stride=2)
        return torch.cat([conv(conv(x, n + ".branch3x3_1", 192, 1), n + ".branch3x3_2", 320, 3, stride=2), y, F.max_pool2d(x, 3, 2)], 1)

    def e(x, n, pool):
        y = conv(x, n + ".branch3x3_1", 384, 1)
        z = conv(conv(x, n + ".branch3x3dbl_1", 448, 1), n + ".branch3x3dbl_2", 384, 3, padding=(1, 1))
        return torch.cat([
            conv(x, n + ".branch1x1", 320, 1),
            conv(y, n + ".branch3x3_2a", 384, 1, 3, padding=(0, 1)), conv(y, n + ".branch3x3_2b", 384, 3, 1, padding=(1, 0)),
            conv(z, n + ".branch3x3dbl_3a", 384, 1, 3, padding=(0, 1)), conv(z, n + ".branch3x3dbl_3b", 384, 3, 1, padding=(1, 0)),
            conv(pool(x), n + ".branch_pool", 192, 1)], 1)

    x = torch.from_numpy(pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255)
    x = 2 * F.interpolate(x, (299, 299), mode="bilinear", align_corners=False) - 1
    x = conv(conv(conv(x, "Conv2d_1a_3x3", 32, 3, stride=2), "Conv2d_2a_3x3", 32, 3), "Conv2d_2b_3x3", 64, 3, padding=(1, 1))
    x = F.max_pool2d(x, 3, 2)
    x = F.max_pool2d(conv(conv(x, "Conv2d_3b_1x1", 80, 1), "Conv2d_4a_3x3", 192, 3), 3, 2)
    x = a(a(a(x, "Mixed_5b", 32), "Mixed_5c", 64), "Mixed_5d", 64)
    x = b(x, "Mixed_6a")
    x = c(c(c(c(x, "Mixed_6b", 128), "Mixed_6c", 160), "Mixed_6d", 160), "Mixed_6e", 192)
    x = e(e(d(x, "Mixed_7a"), "Mixed_7b", mean_pool), "Mixed_7c", lambda v: F.max_pool2d(v, 3, 1, 1))
    return x.mean((2, 3))[0]


def sample(features, step):
    return {"step": step, "mean": float(features.double().mean()), "deviation": float(features.double().std()),
            "values": [float(f"{v:.6g}") for v in features[::step].tolist()]}


if __name__ == "__main__":
    torch.set_num_threads(2)
    with torch.no_grad():
        results = {
            "squeezenet": sample(squeezenet(image("photo", 45, 67), Weights()), 8),
            "inception": sample(inception(image("photo", 45, 67), Weights()), 32),
        }
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference_features.json")
        if len(sys.argv) > 1:
            results["squeezenet_trained"] = sample(squeezenet(image("photo", 45, 67), Weights(np.load(sys.argv[1]))), 8)
    with open(path, "w", newline="\n") as file:
        json.dump(results, file, indent=1)
        file.write("\n")
