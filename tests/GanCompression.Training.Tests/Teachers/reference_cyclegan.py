"""Makes reference_cyclegan.json: steps of CycleGAN computed with PyTorch, from weights and images that are functions of
their names (see DeterministicFill). Needs torch and numpy.

Networks, losses, order of the updates and image pools are written here from the papers (Zhu et al., ICCV 2017; Shrivastava
et al., CVPR 2017), independently of the C#; only the random numbers (xoshiro256** seeded by SplitMix64) follow SeededRandom.
"""
import json
import os

import numpy as np
import torch
import torch.nn.functional as F

MASK = (1 << 64) - 1
WIDTH, SIZE, BATCH, STEPS, POOL = 2, 16, 2, 5, 3
SEED, RATE, LAMBDA_GAN, LAMBDA_A, LAMBDA_B, IDENTITY = 7, 0.001, 1.5, 10.0, 6.0, 0.5
POOL_STREAM = (1 << 62) | (1 << 61)


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


class SeededRandom:
    def __init__(self, seed, stream):
        state = seed ^ self.mix((stream + 0x9E3779B97F4A7C15) & MASK)
        self.s = [self.mix((state + i * 0x9E3779B97F4A7C15) & MASK) for i in range(1, 5)]

    @staticmethod
    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def next_int(self, bound):
        while True:
            s = self.s
            x = (s[1] * 5) & MASK
            x = (((x << 7) | (x >> 57)) * 9) & MASK
            shifted = (s[1] << 17) & MASK
            s[2] ^= s[0]
            s[3] ^= s[1]
            s[1] ^= s[2]
            s[0] ^= s[3]
            s[2] ^= shifted
            s[3] = ((s[3] << 45) | (s[3] >> 19)) & MASK
            if (x * bound) & MASK >= (1 << 64) % bound:
                return (x * bound) >> 64


class Network:
    def __init__(self, salt):
        self.salt = salt
        self.values = {}

    def get(self, name, shape, amplitude):
        if name not in self.values:
            values = (fill(self.salt + name, int(np.prod(shape))) * amplitude).astype(np.float32).reshape(shape)
            self.values[name] = torch.from_numpy(values).requires_grad_()
        return self.values[name]

    def conv(self, x, index, outputs, kernel, stride=1, padding=0):
        shape = (outputs, x.shape[1], kernel, kernel)
        w = self.get(f"model.{index}.weight", shape, np.sqrt(3.0 / np.prod(shape[1:])))
        return F.conv2d(x, w, self.get(f"model.{index}.bias", (outputs,), 0.1), stride, padding)

    def up(self, x, index, outputs):
        shape = (x.shape[1], outputs, 3, 3)
        w = self.get(f"model.{index}.weight", shape, np.sqrt(3.0 / (shape[0] * 9)))
        return F.conv_transpose2d(x, w, self.get(f"model.{index}.bias", (outputs,), 0.1), 2, 1, 1)


def reflect(x, n):
    return F.pad(x, (n, n, n, n), mode="reflect")


class Generator(Network):
    """resnet with one block."""

    def __call__(self, x):
        norm = F.instance_norm
        x = F.relu(norm(self.conv(reflect(x, 3), 1, WIDTH, 7)))
        x = F.relu(norm(self.conv(x, 4, 2 * WIDTH, 3, 2, 1)))
        x = F.relu(norm(self.conv(x, 7, 4 * WIDTH, 3, 2, 1)))
        y = F.relu(norm(self.conv(reflect(x, 1), "10.conv_block.1", 4 * WIDTH, 3)))
        x = x + norm(self.conv(reflect(y, 1), "10.conv_block.6", 4 * WIDTH, 3))
        x = F.relu(norm(self.up(x, 11, 2 * WIDTH)))
        x = F.relu(norm(self.up(x, 14, WIDTH)))
        return torch.tanh(self.conv(reflect(x, 3), 18, 3, 7))


class Discriminator(Network):
    """PatchGAN with one strided layer."""

    def __call__(self, x):
        x = F.leaky_relu(self.conv(x, 0, WIDTH, 4, 2, 1), 0.2)
        x = F.leaky_relu(F.instance_norm(self.conv(x, 2, 2 * WIDTH, 4, 1, 1)), 0.2)
        return self.conv(x, 5, 1, 4, 1, 1)


class Pool:
    def __init__(self):
        self.images = []

    def query(self, batch, random):
        shown = []
        for image in batch.detach():
            if len(self.images) < POOL:
                self.images.append(image.clone())
                shown.append(image)
            elif random.next_int(2) == 1:
                place = random.next_int(POOL)
                shown.append(self.images[place].clone())
                self.images[place] = image.clone()
            else:
                shown.append(image)
        return torch.stack(shown)


def image(key):
    return torch.from_numpy(fill(key, BATCH * 3 * SIZE * SIZE).astype(np.float32).reshape(BATCH, 3, SIZE, SIZE))


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def l1(a, b):
    return (a - b).abs().mean()


if __name__ == "__main__":
    torch.set_num_threads(1)
    g_a, g_b = Generator("g:"), Generator("h:")
    d_a, d_b = Discriminator("d:"), Discriminator("e:")
    with torch.no_grad():
        d_b(g_b(image("source 0"))), d_a(g_a(image("source 0")))
    g_adam = torch.optim.Adam([*g_a.values.values(), *g_b.values.values()], RATE, (0.5, 0.999))
    d_adam = torch.optim.Adam([*d_a.values.values(), *d_b.values.values()], RATE, (0.5, 0.999))
    pool_b, pool_a = Pool(), Pool()
    log = []
    for step in range(STEPS):
        a, b = image(f"source {step}"), image(f"target {step}")
        fake_b, fake_a = g_a(a), g_b(b)
        losses = {
            "Gan": LAMBDA_GAN * mse(d_a(fake_b), 1), "BackwardGan": LAMBDA_GAN * mse(d_b(fake_a), 1),
            "Reconstruction": LAMBDA_A * l1(g_b(fake_b), a), "BackwardReconstruction": LAMBDA_B * l1(g_a(fake_a), b),
            "Identity": LAMBDA_B * IDENTITY * l1(g_a(b), b), "BackwardIdentity": LAMBDA_A * IDENTITY * l1(g_b(a), a),
        }
        g_adam.zero_grad()
        sum(losses.values()).backward()
        g_adam.step()

        d_adam.zero_grad()
        random = SeededRandom(SEED, POOL_STREAM | step)
        shown_b = pool_b.query(fake_b, random)
        shown_a = pool_a.query(fake_a, random)
        losses["DiscriminatorFake"], losses["DiscriminatorReal"] = mse(d_a(shown_b), 0), mse(d_a(b), 1)
        losses["BackwardDiscriminatorFake"], losses["BackwardDiscriminatorReal"] = mse(d_b(shown_a), 0), mse(d_b(a), 1)
        (0.5 * (losses["DiscriminatorFake"] + losses["DiscriminatorReal"])).backward()
        (0.5 * (losses["BackwardDiscriminatorFake"] + losses["BackwardDiscriminatorReal"])).backward()
        d_adam.step()
        log.append({name: float(f"{value.item():.7g}") for name, value in sorted(losses.items())})

    networks = {"generator": g_a, "backward_generator": g_b, "discriminator": d_a, "backward_discriminator": d_b}
    weights = {
        network: {name: [float(f"{v:.7g}") for v in value.detach().flatten()[:: max(1, value.numel() // 6)].tolist()] for name, value in values.values.items()}
        for network, values in networks.items()
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference_cyclegan.json")
    with open(path, "w", newline="\n") as file:
        json.dump({"losses": log, "weights": weights}, file, indent=1)
        file.write("\n")
